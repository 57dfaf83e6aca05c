BBBBBBB BBBBBBBBBBB
BBBB BBBB BBBBBBBB
BBBBB BBBBB
   gettext(u'Deliberation') 
BBBBBBBB BBBBB
BBBBB BBBBBBB
  XXXX gettext(u'Deliberation') XXXXX
  XX XXXXXXXXXXXXXXXX gettext(u'A batch is proposed from the ranking, deliberated in a meeting, and signed by somebody who had no hand in it.') XXXX
BBBBBBBB BBBBBBB
BBBBB BBBBB
  XX XXXXXXXXXXX XXXXXX XXXXXXBBB BBBBBBBBBBBBBBBBBBBBBBXX gettext(u'Objections') XXXX
  XX XXXXXXXXXXX XXXXXX XXXXXXBBB BBBBBBBBBBBBBBBBBBBBBXX gettext(u'Official documents') XXXX
BBBBBBBB BBBBB
BBBBB BBBBBBB
  BBB BBBB BB BBBBBBB
    BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB
  BBBBBB
  BB BBBBBBBBBBBBBBBB
    XXXX XXXXXXXXXXXXX XXXXXXXXX
      XXXXXXX
        XXXXXXXXX gettext(u'Batches, the newest first') XXXXXXXXXX
        XXXXXXX
          XXXX
            XXX XXXXXXXXXXXX gettext(u'Batch') XXXXX
            XXX XXXXXXXXXXXX gettext(u'Kind') XXXXX
            XXX XXXXXXXXXXXX gettext(u'State') XXXXX
            XXX XXXXXXXXXXX XXXXXXXXXXXX gettext(u'Cases') XXXXX
            XXX XXXXXXXXXXX XXXXXXXXXXXX gettext(u'To be listed') XXXXX
            XXX XXXXXXXXXXXX gettext(u'Minutes') XXXXX
            XXX XXXXXXXXXXXX gettext(u'Drafted') XXXXX
            XXX XXXXXXXXXXXX gettext(u'Signed') XXXXX
          XXXXX
        XXXXXXXX
        XXXXXXX
          BBB BBBBB BB BBBB
            XXXX
              XXXXXX XXXXXXXXXXXXXXXXX
              XXXXXXXXX
              XXXXBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBXXXXX
              XXX XXXXXXXXXXXXXXXXX
              XXX XXXXXXXXXXXXXXXXX
              XXXXFFFFFFFFFFFXXXXX
              XXXX
                
                XXXX
                XXXXX XXXXXXXXXXXX XXXXXXXFFFXXXXXXX
              XXXXX
              XXXX
                BB BBBBBBBBBBBBBBB
                  
                  XXXX
                  XXXXX XXXXXXXXXXXX XXXXXXXFFFXXXXXXX
                BBBB
                  X
                BBBBB
              XXXXX
            XXXXX
          BBBBBB
        XXXXXXXX
      XXXXXXXX
    XXXXXX
    BBBBBBB BBBBBBBBBBBBBBBBBBBBB
  BBBB
     gettext(u'Batches will stand here, the newest first.') 
     gettext(u"The first is drafted when the experts' review is ranked and the site visits are concluded.") 
    BBBBBBB BBBBBBBBBBBBBBBBBBBBB
  BBBBB
BBBBBBBB BBBBBBB
