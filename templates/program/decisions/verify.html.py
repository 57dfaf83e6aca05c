BBBBBBB BBBBBBBBBBB
BBBB BBBB BBBBBBBB
BBBBB BBBBB
   gettext(u'Verify a letter') 
BBBBBBBB BBBBB
BBBBB BBBBBB
  XX XXXXXXBBB BBBBBBBBBBBBBBBBBBBBBBBBXX gettext(u'Register of designations') XXXX
BBBBBBBB BBBBBB
BBBBB BBBBBBB
  XXXXXXXXX
BBBBBBBB BBBBBBB
BBBBB BBBBBBB
  BB BBBBBBBBBBB
    XX XXXXXXXXXXX XXXXXXX gettext(u'This number is in the register.') XXXX  gettext(u'Compare the letter with what stands here.') XXXX
    XXX XXXXXXXXXXXXXX
      XXXX gettext(u'Zone') XXXXX
      XXXX
        
      XXXXX
      XXXX gettext(u'Managing body') XXXXX
      XXXX
        
      XXXXX
      XXXX gettext(u'Title') XXXXX
      XXXX
        
      XXXXX
      XXXX gettext(u'Standing today') XXXXX
      XXXX
        BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB
      XXXXX
      XXXX gettext(u'Term') XXXXX
      XXXX
        FFF X FFF
      XXXXX
      XXXX gettext(u'Document') XXXXX
      XXXX
        
        XXXX
        XX XXXXXXBBB BBBBBBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBXXXXXXXX
      XXXXX
      XXXXXXXXXXXXXXXX
      XXXX
        BB BBBBBBBBBBBBBBBBBB
          XXXXX XXXXXXXXXXXXXXXXXXXX
          XXXX
          XXXXX XXXXXXXXXXXX XXXXXXX gettext(u"of the letter's PDF file, as it was made")  FFFFXXXXXXX
        BBBB
           gettext(u'The letter is being printed.') 
        BBBBB
      XXXXX
    XXXXX
  BBBB
    XX XXXXXXXXXXX XXXXXXXX gettext(u'This number is not in the register.') XXXX  gettext(u'Compare it with the letter, letter by letter. If it agrees, the letter is not ours: tell the office.') XXXX
    XXXXX XXXXXXXXXXX XXXXXX XXXXXXBBB BBBBBBBBBBBBBBBBBBBBBBXX gettext(u'Try another number') XXXXXXXX
  BBBBB
BBBBBBBB BBBBBBB
