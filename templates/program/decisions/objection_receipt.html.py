BBBBBBB BBBBBBBBBBB
BBBB BBBB BBBBBBBB
BBBBB BBBBB
   gettext(u'Receipt') 
BBBBBBBB BBBBB
BBBBB BBBBBB
  XX XXXXXXBBB BBBBBBBBBBBBBBBBBBBXX gettext(u'Public notices') XXXX
BBBBBBBB BBBBBB
BBBBB BBBBBBB
  XXXX gettext(u'Receipt of an objection') XXXXX
BBBBBBBB BBBBBBB
BBBBB BBBBBBB
  BB BBBBBBBBBBBBBBB BB BBBBBBBBBBBBB
    XX XXXXXXXXXXXXX gettext(u'We have sent a link to your e-mail address. Open it and confirm before the notice ends; only then is the objection examined.') XXXX
  BBBB BBBBBBBBBBBBBBB BB BBBBBB
    XX XXXXXXXXXXX XXXXXX gettext(u'What came without a name is kept as a lead; it is not examined as an objection and no answer is given.') XXXX
  BBBBB
  XXX XXXXXXXXXXXXXX
    XXXX gettext(u'Receipt') XXXXX
    XXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXX XXXXXXX gettext(u'Keep it: whoever has it can read this page.') XXXXXXXXXXXX
    XXXX gettext(u'Number') XXXXX
    XXXX
      
    XXXXX
    XXXX gettext(u'Public notice') XXXXX
    XXXX
      XX XXXXXXXXXXXX
    XXXXX
    XXXX gettext(u'Received') XXXXX
    XXXX
      FFFF
    XXXXX
    XXXX gettext(u'State') XXXXX
    XXXX
      BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB
    XXXXX
    BB BBBBBBBBBBBBB
      XXXX gettext(u"The office's limit") XXXXX
      XXXX
        FFF
      XXXXX
    BBBBB
  XXXXX
BBBBBBBB BBBBBBB
