PREFIX : <http://e/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
DELETE DATA { :a :p :b . GRAPH :g { :a :p :d } }
