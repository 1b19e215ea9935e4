PREFIX : <http://e/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
COPY :g TO :k ; MOVE :h TO DEFAULT ; ADD DEFAULT TO :g ; COPY SILENT :none TO :a
