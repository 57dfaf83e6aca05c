BBBBBBB BBBBBBBBBBB
BBBB BBBB
BBBBB BBBBB
   gettext(u'Confirm your objection') 
BBBBBBBB BBBBB
BBBBB BBBBBBB
  XXXX gettext(u'Confirm your objection') XXXXX
  XX XXXXXXXXXXXXXXXX gettext(u'With the button you confirm that the e-mail address is yours. Only then is the objection examined.') XXXX
BBBBBBBB BBBBBBB
BBBBB BBBBBBB
  XXXXX XXXXXXXXXXXXXX
    BBBBBBBBBB
    XXXXXXX XXXXXXXXXXXX XXXXXXXXXXXXXX gettext(u'Confirm') XXXXXXXXX
  XXXXXXX
BBBBBBBB BBBBBBB
