BBBB BBBBBBBBBBBBBB BBB gettext(u'Your objection %(number)s was examined. Outcome: %(outcome)s\n\n%(finding)s\n\nWhere it stands:\n%(receipt)s') SSSS SSSSSSSSS SSSSSSSSSS SSS SSSSSSSSS SSSSSSSS SSSSSSSSSSS

SSSSSSSSSSS

SSSSS SS SSSSSSS
SSSSSSSSSSSBBBBBBBBBBBBB
