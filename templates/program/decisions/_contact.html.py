BBBB BBBB
XXX XXXXXXXXXXXX XXXXXXX
  XXXX gettext(u'Office') XXXXX
  XXXX
    
  XXXXX
  XXXX gettext(u'Telephone') XXXXX
  XXXX
    
  XXXXX
  XXXX gettext(u'E-mail') XXXXX
  XXXX
    XX XXXXXXXXXXXXXXXXXXX
  XXXXX
  XXXX gettext(u'Address') XXXXX
  XXXX
    
  XXXXX
  XXXX gettext(u'Supervision telephone') XXXXX
  XXXX
    
  XXXXX
XXXXX
