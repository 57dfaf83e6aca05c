BBBBBBB BBBBBBBBBBB
BBBB BBBB BBBBBBBB
BBBBB BBBBB
   gettext(u'Published lists') 
BBBBBBBB BBBBB
BBBBB BBBBBBB
  XXXX gettext(u'Register of designations') XXXXX
  XX XXXXXXXXXXXXXXXX gettext(u'Everything that was ever listed, with the document that did it and its standing today.') XXXX
BBBBBBBB BBBBBBB
BBBBB BBBBB
  XX XXXXXXXXXXX XXXXXX XXXXXXBBB BBBBBBBBBBBBBBBBBBBBBBXX gettext(u'Verify a letter') XXXX
BBBBBBBB BBBBB
BBBBB BBBBBBB
  BB BBBBBBBBBBBBBBBB
    XXXX XXXXXXXXXXXXXXX
      XXXXXXX
        XXXXXXX
          XXXX
            XXX XXXXXXXXXXXX gettext(u'Zone') XXXXX
            XXX XXXXXXXXXXXX gettext(u'Province') XXXXX
            XXX XXXXXXXXXXXX gettext(u'Title') XXXXX
            XXX XXXXXXXXXXXX gettext(u'Standing') XXXXX
            XXX XXXXXXXXXXXX gettext(u'Since') XXXXX
            XXX XXXXXXXXXXXX gettext(u'Until') XXXXX
            XXX XXXXXXXXXXXX gettext(u'Document') XXXXX
            XXX XXXXXXXXXXXX gettext(u'Letter') XXXXX
          XXXXX
        XXXXXXXX
        XXXXXXX
          BBB BBBBBBBBBBB BB BBBB
            XXXX
              XXXXXXXXX
              XXXXXXXXX
              XXXXXXXXX
              XXXXBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBXXXXX
              XXX XXXXXXXXXXXXXXXFFFXXXXX
              XXX XXXXXXXXXXXXXXXFFFXXXXX
              XXXXXXXXX
              XXX XXXXXXXXXXXXXXX
                XX XXXXXXXXXXXX
                BB BBBBBBBBBBBBBBBBBBBBBBBBBB BB BBBBBBB
                  XX XXXXXXXXXXXXXXX
                BBBBB
              XXXXX
            XXXXX
          BBBBBB
        XXXXXXXX
      XXXXXXXX
    XXXXXX
    BBBBBBB BBBBBBBBBBBBBBBBBBBBB
  BBBB
     gettext(u'The register fills with the first signed document.') 
     gettext(u'Until then the public notices show what is proposed.') 
    BBBBBBB BBBBBBBBBBBBBBBBBBBBB
  BBBBB
BBBBBBBB BBBBBBB
