PREFIX : <http://e/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
INSERT DATA { :a :q 5 . GRAPH :g { :x :y _:b . _:b :z "t"@en } }
