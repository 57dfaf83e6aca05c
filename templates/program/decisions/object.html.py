BBBBBBB BBBBBBBBBBB
BBBB BBBBBBBBBBBBBBBBB BBBB BBBBBBBB
BBBBB BBBBB
   gettext(u'Object') 
BBBBBBBB BBBBB
BBBBB BBBBBB
  XX XXXXXXBBB BBBBBBBBBBBBBBBBBBBXX gettext(u'Public notices') XXXX
  XX XXXXXXXXXXXX
BBBBBBBB BBBBBB
BBBBB BBBBBBB
  XXXX gettext(u'Object to a public notice') XXXXX
  XX XXXXXXXXXXXXXXXXXXXX
BBBBBBBB BBBBBBB
BBBBB BBBBBBB
  BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBB
  XXXXX XXXXXXXXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXX XXXXXXXXXXX
    BBBBBBBBBB
    FFFFFF
    XX XXXXXXXXXXXXX
      XXXXXXX XXXXXXXXXXXX XXXXXXXXXXXXXX gettext(u'Hand in the objection') XXXXXXXXX
      XX XXXXXXXX gettext(u'Cancel') XXXX
    XXXX
  XXXXXXX
BBBBBBBB BBBBBBB
BBBBB BBBBB
  XXXXXXXX XXXXXXXXXXXXX
    XXXX gettext(u'What happens then') XXXXX
    XXX XXXXXXXXXXXXXX
      XXXX gettext(u'You get a receipt at once; it shows where the objection stands.') XXXXX
      XXXX
         gettext(u'You confirm your e-mail address by the link we send, before the notice ends on %(until)s.') 
          SSS SSSSSSS SSSS SSSSSS SSSSSSS SS SSS SSSS SS SSSSS SSSSSS SSS SSSSSS SSSS SS SSSSSSSSSS
        
      XXXXX
      XXXX gettext(u'The office takes it up or says why not, examines it, and tells you what it found.') XXXXX
      XXXX gettext(u'The case waits meanwhile. The other side does not learn your name.') XXXXX
    XXXXX
    XXXX gettext(u'Contact details') XXXXX
    BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB
  XXXXXXXXXX
BBBBBBBB BBBBB
