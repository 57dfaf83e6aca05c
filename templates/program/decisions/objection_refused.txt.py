BBBB BBBBBBBBBBBBBB BBB gettext(u'Your objection %(number)s was not taken up: %(reason)s\n\nWhere it stands:\n%(receipt)s') SSSS SSSSSSSSS SSSSSSSSSS SSS SSS SSSSS SSS SSSSSSSSSS

SSSSS SS SSSSSSS
SSSSSSSSSSSBBBBBBBBBBBBB
