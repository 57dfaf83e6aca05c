
BBBB BBBB BBBBBBBB
XXXXXXXX XXXXXXXXXXXXX
  XXXXXXXXX
  XXX XXXXXXXXXXXXXX
    BB BBBBBBBBBBBBBB
      XXXX
        XXXXXX
           ngettext(u'%(count)s case waits for deliberation', u'%(count)s cases wait for deliberation', count) 
            SSSSSSSSS SSSS SSSSS SSS SSSSSSSSSSSS
          
            PPPPPPPPP PPPPP PPPP PPP PPPPPPPPPPPP
          
          BB BBB BBBBBBBB
            XXXXX XXXXXXXXXXXXXX gettext(u'There is no ranking yet.') XXXXXXX
          BBBB BBB BBBBBBBBBBBBBBB
            XX XXXXXXXX gettext(u'The ranking is out of date: make a new one.') XXXX
          BBBBB
        XXXXXXX
        BB BBBBB BBB BBBBBBBBBBBBBBB
          XXXXX XXXXXXXXXXXXX XXXXXXXXBBB BBBBBBBBBBBBBBBBBBBBBBBXX
            BBBBBBBBBB
            XXXXXX XXXXXXXXXXXXX XXXXXXXXXX XXXXXXXXX
            XXXXXXX XXXXXXXXXXXX XXXXXXXXXXXXXX gettext(u'Draft a batch') XXXXXXXXX
          XXXXXXX
        BBBBB
      XXXXX
    BBBBB
    BBB BBBBBBBBBBB BB BBBBBBBBBBBBB
      XXXX
        XXXXXX
           gettext(u'%(zone)s came back with an upheld objection') 
            SSSSSSSS SSSS SSSS SSSS SS SSSSSS SSSSSSSSS
          
        XXXXXXX
        BB BBBBB
          XXXXX XXXXXXXXXXXXX XXXXXXXXBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBXX
            BBBBBBBBBB
            XXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXX XXXXXXXXX
            XXXXXXX XXXXXXXXXXXX XXXXXXXXXXXXXX gettext(u'Reconsider') XXXXXXXXX
          XXXXXXX
        BBBBB
      XXXXX
    BBBBBB
    BB BBBBBBBBBBBBBBBB
      XXXX
        XXXXXX
           gettext(u'A place is free: reserve %(order)s, %(zone)s, can move up') 
            S SSSSS SS SSSSS SSSSSSS SSSSSSSSSS SSSSSSSSS SSS SSSS SS
          
        XXXXXXX
        BB BBBBB
          XXXXX XXXXXXXXXXXXX XXXXXXXXBBB BBBBBBBBBBBBBBBBBBBBBBBBBXX
            BBBBBBBBBB
            XXXXXX XXXXXXXXXXXXX XXXXXXXXXXX XXXXXXXXX
            XXXXXXX XXXXXXXXXXXX XXXXXXXXXXXXXX gettext(u'Move up') XXXXXXXXX
          XXXXXXX
        BBBBB
      XXXXX
    BBBBB
    BB BBBBBBBBBBBBB BBB BBBBBBBBBBBBBB
      XXXX
        XXXXXX
           ngettext(u'%(count)s reserve still waits', u'%(count)s reserves still wait', count) 
            SSSSSSSSS SSSSSSS SSSSS SSSSS
          
            PPPPPPPPP PPPPPPPP PPPPP PPPP
          
        XXXXXXX
        BB BBBBBBBB
          XXXXX XXXXXXXXXXXXX XXXXXXXXBBB BBBBBBBBBBBBBBBBBBBBBBBBBXX
            BBBBBBBBBB
            XXXXXX XXXXXXXXXXXXX XXXXXXXXXXX XXXXXXXXX
            XXXXXXX XXXXXXXXXXX XXXXXX XXXXXXXXXXXXXX gettext(u'Nobody moves up any more: tell them') XXXXXXXXX
          XXXXXXX
        BBBBB
      XXXXX
    BBBBB
    BB BBBBBBBBBB
      XXXX
        XXXXXX
           ngettext(u'%(count)s case waits for its official document', u'%(count)s cases wait for their official document', count) 
            SSSSSSSSS SSSS SSSSS SSS SSS SSSSSSSS SSSSSSSS
          
            PPPPPPPPP PPPPP PPPP PPP PPPPP PPPPPPPP PPPPPPPP
          
        XXXXXXX
        BB BBBBB
          XX XXXXXXXXXXXX XXXXXXBBB BBBBBBBBBBBBBBBBBBBBBBBBBB BBBBBBBBBBBBXX gettext(u'Enter the document') XXXX
        BBBBB
      XXXXX
    BBBBB
  XXXXX
XXXXXXXXXX
