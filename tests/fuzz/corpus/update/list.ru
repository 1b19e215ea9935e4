PREFIX : <http://e/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
INSERT { [] :list (1 [ :p ?o ] "x") } WHERE { :a :p ?o }
