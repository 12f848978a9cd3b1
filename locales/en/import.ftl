# Files in.

## The file as a whole

import-file-too-large = { $file } is larger than { $limit } MB and was not read. Split it by day or by unit and import the parts.
import-file-too-many-cells = { $file } has more than { $limit } cells and was not read. Split it by day or by unit and import the parts.
import-file-too-much-text = { $file } holds more than { $limit } MB of text and was not read. Split it and import the parts.
import-file-far-cell = In { $file }, cell { $cell } stands too far from the rest; the file was not read. Delete that cell's row and column, save, and import again.
import-file-zip-bomb = { $file } unpacks to more than { $limit } MB and was not read. Copy what you need into a new spreadsheet and import that.
import-file-empty = { $file } is empty. Check whether it is the right file; if there is nothing to report today, make a zero report.
import-file-not-a-sheet = { $file } is not a spreadsheet. Import an XLSX, XLS, ODS, CSV or TSV file.
import-file-web-page = { $file } has the name of a spreadsheet but is a web page. Open it in a spreadsheet program, save it as XLSX and import that.
import-file-binary-workbook = { $file } is a binary workbook (XLSB). Save it as XLSX in a spreadsheet program and import that.
import-file-damaged = { $file } is damaged and cannot be read. Open it in a spreadsheet program, save it as a new XLSX and import that; if it does not open, ask the unit for it again.
import-file-password = { $file } is protected by a password. Remove the password in a spreadsheet program, save, and import again.
import-file-encoding = The text encoding of { $file } is not known (reading it as { $encoding } failed). Open it in a spreadsheet program, save it as XLSX or as CSV in UTF-8 and import that.
import-file-open-quote = In { $file }, row { $row }, a quotation mark is never closed, so rows cannot be told apart from there on. Close or delete it and import again.
import-file-no-header = { $file } has no header row. Keep one row with the names of the columns (for example: { $headers }), or name the columns in a map file.
import-file-hidden = Every sheet of { $file } in which there is anything is hidden, so none of it was read. Show the sheet with the requests in a spreadsheet program, save, and import again.
import-file-no-such-column = { $file } has no column “{ $column }”. Its columns are: { $headers }. Name one of these.
import-sheet-no-header = Sheet “{ $sheet }” ({ $rows } rows) looks like a table of requests but has no header row that is known, so none of it was read. Name its columns as usual (for example: { $headers }) and import the file again, or save the sheet as a file of its own and set its columns by hand. Its rows are not in the file of rows to mend, since nobody knows which of its columns hold names.
import-sheet-hidden = Sheet “{ $sheet }” ({ $rows } rows) is hidden in the file and looks like a table of requests, so none of it was read. Show it in a spreadsheet program and import the file again, or delete it from the file if it does not belong there. Its rows are not in the file of rows to mend.

## Ignored rows

import-ignored-blank = Blank row
import-ignored-total = Total
import-ignored-header = Header again
import-ignored-zero = Zero report
import-ignored-note = Note under the table
import-ignored-repeat = Same row again in the same file
import-ignored-superseded = A later row of the file has the same number; the later one counts
import-ignored-erased = The case of this number was erased and stays erased
import-ignored-sheet = Sheet without a header row that is known
import-ignored-hidden-sheet = Hidden sheet

## Rows to mend

import-problem-missing = Fill in “{ $column }”.
import-problem-time-missing = Fill in “{ $column }”, e.g. 2026-03-02 08:05, or state the day of the report above the header.
import-problem-time = “{ $value }” in “{ $column }” is not a time that can be read. Write it like 2026-03-02 08:05.
import-problem-finished-early = “{ $value }” in “{ $column }” is before the request was received. Check both times.
import-problem-finished-ahead = “{ $value }” in “{ $column }” is still to come. A unit reports what it has finished; leave it empty until then.
import-problem-received-ahead = “{ $value }” in “{ $column }” is more than a day ahead. Check the year, month and day.
import-problem-clock = The deadline of case { $number } depends on its time and category, so a unit's file does not change them. Leave both as they are in the case, or ask the office to correct them.
import-problem-unit = The pack has no unit “{ $value }”. Use the name of one of its units, or add this name to the pack as an alias.
import-problem-unit-missing = It is not known which unit answers for this. Fill in “{ $column }”, or name the reporting unit above the header.
import-problem-other-unit = “{ $unit }” is responsible for this row, and a unit reports for itself only. Delete the row, or ask the office to import it.
import-problem-category = The pack has no category “{ $value }”. Use the name of one of its categories, or add this name to the pack as an alias.
import-problem-precision = The spreadsheet has dropped the last digits of number “{ $value }”. Set the column to text and type the whole number again.
import-problem-too-long = The text has more than { $limit } characters. Shorten it and import again.
import-problem-degrees = This is not a number of degrees between -{ $limit } and { $limit }. Check the coordinates; leave them empty if unknown.
import-problem-count = “{ $value }” in “{ $column }” is not a number of people or times. Write 0 or a whole number; leave it empty if unknown.
import-problem-overtaken = Others kept changing this case during the import. Import this row again later.

## The file to mend

import-mend-sheet = To mend
import-mend-title = These rows were not imported. Mend them as the first column says, save, and import this file again; leave the first three columns as they are.
import-mend-remedy = What to do
import-mend-file = In file
import-mend-row = Row in file

## The command line

cli-import-progress = Importing
cli-import-done = Done: { $imported } rows imported, { $unchanged } unchanged, { $corrected } corrected, { $ignored } ignored, { $rejected } rejected.
cli-import-would = Nothing was written. It would be: { $imported } rows imported, { $unchanged } unchanged, { $corrected } corrected, { $ignored } ignored, { $rejected } rejected.
cli-import-ignored-line = { "  " }ignored: { $why } ({ $count })
cli-import-sheet = { "  " }not read: sheet “{ $sheet }” ({ $rows } rows), which has no header row that is known and nothing that looks like a request.
cli-import-sheet-hidden = { "  " }not read: sheet “{ $sheet }” ({ $rows } rows), which is hidden and has nothing that looks like a request.
cli-import-declared-otherwise = Please check: the title of { $file } says { $declared } cases, its table has { $cases }.
cli-import-rejected-line = { "  " }{ $file }, row { $row }: { $remedy }
cli-import-rejected-file = { "  " }{ $remedy }
cli-import-rejected-more = { "  " }and { $count } more; the file to mend has them all.
cli-import-to-mend = The rows that were not imported are in { $path }. Mend them as it says and import that file.
cli-import-to-mend-not = The rows that were not imported are written nowhere: { $path } cannot be written ({ $error }). Run it once more with --to-mend FILE: what is in already stays as it is.
cli-import-map-bad = The map file { $file } cannot be understood: { $error }. Write one line for each column, e.g.: received_at = "Received".
