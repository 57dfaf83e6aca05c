BBBBBBB BBBBBBBBBBB
BBBB BBBB BBBBBBBB
BBBBB BBBBB
   gettext(u'Official documents') 
BBBBBBBB BBBBB
BBBBB BBBBBB
  XX XXXXXXBBB BBBBBBBBBBBBBBBBBBBXX gettext(u'Deliberation') XXXX
BBBBBBBB BBBBBB
BBBBB BBBBBBB
  XXXX gettext(u'Official documents') XXXXX
  XX XXXXXXXXXXXXXXXX gettext(u'Only a signed, numbered document lists a zone; the designation stands from its date.') XXXX
BBBBBBBB BBBBBBB
BBBBB BBBBBBB
  BBB BBBB BB BBBBBBB
    XX XXXXXXXXXXXXX
       gettext(u': ') 
       ngettext(u'%(count)s case waits for its official document', u'%(count)s cases wait for their official document', count) 
        SSSSSSSSS SSSS SSSSS SSS SSS SSSSSSSS SSSSSSSS
      
        PPPPPPPPP PPPPP PPPP PPP PPPPP PPPPPPPP PPPPPPPP
      
      BB BBBBB
        XX XXXXXXBBB BBBBBBBBBBBBBBBBBBBBBBBBBB BBBBBBBBBBBBXX gettext(u'Enter the document') XXXX
      BBBBB
    XXXX
  BBBBBB
  BB BBBBBBBBBBBBBBBB
    XXXX XXXXXXXXXXXXXXX
      XXXXXXX
        XXXXXXX
          XXXX
            XXX XXXXXXXXXXXX gettext(u'Document number') XXXXX
            XXX XXXXXXXXXXXX gettext(u'Title') XXXXX
            XXX XXXXXXXXXXXX gettext(u'Issuer') XXXXX
            XXX XXXXXXXXXXXX gettext(u'Date') XXXXX
            XXX XXXXXXXXXXX XXXXXXXXXXXX gettext(u'Cases') XXXXX
            XXX XXXXXXXXXXXX gettext(u'Entered') XXXXX
            XXX XXXXXXXXXXXX gettext(u'Signed') XXXXX
          XXXXX
        XXXXXXXX
        XXXXXXX
          BBB BBBBBBBB BB BBBB
            XXXX
              XXX XXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXX
              XXXXXXXXX
              XXXXXXXXX
              XXX XXXXXXXXXXXXXXXFFFXXXXX
              XXX XXXXXXXXXXXXXXXXX
              XXXXXXXXX
              XXXX
                BB BBBBBBBBBBBBBBBBBB
                  
                BBBB
                   gettext(u'waits for signature') BBB BBBBBB BBBBB
                BBBBB
              XXXXX
            XXXXX
          BBBBBB
        XXXXXXXX
      XXXXXXXX
    XXXXXX
    BBBBBBB BBBBBBBBBBBBBBBBBBBBB
  BBBB
     gettext(u'Issued documents will stand here.') 
     gettext(u'One is entered when the public notice has ended and the document is issued.') 
    BBBBBBB BBBBBBBBBBBBBBBBBBBBB
  BBBBB
BBBBBBBB BBBBBBB
