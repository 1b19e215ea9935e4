PREFIX : <http://e/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
DELETE { ?a :p ?b } WHERE { ?a (:p|^:q)+ ?b . FILTER NOT EXISTS { ?b :list/:first* ?c } }
