BBBB BBBB BBBBBBBBBBBBBBBBBB BBB gettext(u'Your objection %(number)s was taken up and will be settled by %(until)s. The other side does not learn your name.\n\nWhere it stands:\n%(receipt)s') SSSS SSSSSSSSS SSSSSSSSSS SSS SSSSS SS SSS SSSS SS SSSSSSS SS SSSSSSSSSS SSS SSSSS SSSS SSSS SSS SSSSS SSSS SSSSS

SSSSS SS SSSSSSS
SSSSSSSSSSSBBBBBBBBBBBBB
