BBBB BBBB BBBBBBBBBBBBBBBBBB BBB gettext(u'You have objected to “%(zone)s” in public notice %(notice_number)s. Number: %(number)s\n\nOpen this link and confirm that the address is yours; only then is the objection examined. It must be confirmed before the notice ends, %(until)s:\n%(link)s\n\nWhere it stands can be read here at any time:\n%(receipt)s\n\nIf you did not object, leave the link alone: nothing will happen.') SSS SSSS SSSSSSSS SS SSSSSSSSSS SS SSSSSS SSSSSS SSSSSSSSSSSSSSSSSS SSSSSSS SSSSSSSSSS

SSSS SSSS SSSS SSS SSSSSSS SSSS SSS SSSSSSS SS SSSSSS SSSS SSSS SS SSS SSSSSSSSS SSSSSSSSS SS SSSS SS SSSSSSSSS SSSSSS SSS SSSSSS SSSSS SSSSSSSSSS
SSSSSSSS

SSSSS SS SSSSSS SSS SS SSSS SSSS SS SSS SSSSS
SSSSSSSSSSS

SS SSS SSS SSS SSSSSSS SSSSS SSS SSSS SSSSSS SSSSSSS SSSS SSSSSSSBBBBBBBBBBBBB
