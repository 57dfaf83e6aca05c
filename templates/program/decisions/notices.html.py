BBBBBBB BBBBBBBBBBB
BBBB BBBB BBBBBBBB
BBBBB BBBBB
   gettext(u'Public notices') 
BBBBBBBB BBBBB
BBBBB BBBBBBB
  XXXX gettext(u'Public notices') XXXXX
  XX XXXXXXXXXXXXXXXX gettext(u'Lists that are proposed, before they are decided. Anybody can object while a notice runs.') XXXX
BBBBBBBB BBBBBBB
BBBBB BBBBBBB
  BB BBBBBBBBBBBBBBBB
    XXXX XXXXXXXXXXXXXXX
      XXXXXXX
        XXXXXXX
          XXXX
            XXX XXXXXXXXXXXX gettext(u'Number') XXXXX
            XXX XXXXXXXXXXXX gettext(u'Title') XXXXX
            XXX XXXXXXXXXXX XXXXXXXXXXXX gettext(u'Zones') XXXXX
            XXX XXXXXXXXXXXX gettext(u'Published') XXXXX
            XXX XXXXXXXXXXXX gettext(u'Until') XXXXX
            XXX XXXXXXXXXXXX gettext(u'State') XXXXX
          XXXXX
        XXXXXXXX
        XXXXXXX
          BBB BBBBBB BB BBBB
            XXXX
              XXX XXXXXXXXXXXXXXXXXXXX
              XXXXXX XXXXXXXXXXXXXXXXX
              XXX XXXXXXXXXXXXXXXXX
              XXX XXXXXXXXXXXXXXXFFFXXXXX
              XXX XXXXXXXXXXXXXXX
                FFF
                BB BBBBBBBBBBBBBBBBBB
                   gettext(u'provisional') BBB BBBBBB BBBBB
                BBBBB
              XXXXX
              XXXX
                BB BBBBBBBBBBBBBBBBBB BB BBBBBB BB BBBBBBBBBBB
                   gettext(u'running') BBB BBBBBB BBBBB
                BBBB
                   gettext(u'ended') BBB BB BBBBB
                BBBBB
              XXXXX
            XXXXX
          BBBBBB
        XXXXXXXX
      XXXXXXXX
    XXXXXX
    BBBBBBB BBBBBBBBBBBBBBBBBBBBB
  BBBB
     gettext(u'Public notices will stand here.') 
     gettext(u'A list is put on notice when it has been deliberated and signed.') 
    BBBBBBB BBBBBBBBBBBBBBBBBBBBB
  BBBBB
BBBBBBBB BBBBBBB
