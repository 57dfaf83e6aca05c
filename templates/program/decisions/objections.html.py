BBBBBBB BBBBBBBBBBB
BBBB BBBB BBBBBBBB
BBBBB BBBBB
   gettext(u'Objections') 
BBBBBBBB BBBBB
BBBBB BBBBBB
  XX XXXXXXBBB BBBBBBBBBBBBBBBBBBBXX gettext(u'Deliberation') XXXX
BBBBBBBB BBBBBB
BBBBB BBBBBBB
  XXXX gettext(u'Objections') XXXXX
  XX XXXXXXXXXXXXXXXX gettext(u'A confirmed objection holds its own case and no other. Leads and unconfirmed ones hold nothing.') XXXX
BBBBBBBB BBBBBBB
BBBBB BBBBBBB
  BB BBBBBBBBBBBBBBBB
    XXXX XXXXXXXXXXXXXXX
      XXXXXXX
        XXXXXXX
          XXXX
            XXX XXXXXXXXXXXX gettext(u'Number') XXXXX
            XXX XXXXXXXXXXXX gettext(u'Against') XXXXX
            XXX XXXXXXXXXXXX gettext(u'Public notice') XXXXX
            XXX XXXXXXXXXXXX gettext(u'Received') XXXXX
            XXX XXXXXXXXXXXX gettext(u'State') XXXXX
            XXX XXXXXXXXXXXX gettext(u'Due') XXXXX
          XXXXX
        XXXXXXXX
        XXXXXXX
          BBB BBBBBBBBB BB BBBB
            XXXX
              XXX XXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXX
              XXXXXXXXX
              XXXXXXXXX
              XXX XXXXXXXXXXXXXXXFFFXXXXX
              XXXXBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBXXXXX
              XXX XXXXXXXXXXXXXXX
                BB BBBBBBBBBBBBB
                  FFF BBBBBBB BBBBBBBBBBBBB
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
     gettext(u'Objections to public notices will stand here.') 
     gettext(u'Anybody can object while a notice runs; the clerks are told when the address is confirmed.') 
    BBBBBBB BBBBBBBBBBBBBBBBBBBBB
  BBBBB
BBBBBBBB BBBBBBB
