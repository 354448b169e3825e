// bench: measures what a person at the station feels, and the journal, and prints one table. Options and the order of
// the rows, nothing else. Speed is told, never judged: the exit status says only whether everything could be measured.

import Glibc

let options: Options
switch Options.parse(Array(CommandLine.arguments.dropFirst())) {
case .help:
  print(Options.usage)
  exit(0)
case .wrong(let sentence):
  complain(sentence)
  exit(64)
case .run(let given): options = given
}

Interruption.watch()
var report = Report()
do {
  let programs = try Programs.find()
  for part in BenchPart.allCases where options.wants(part) {
    complain("\(part.doing) …")
    do throws(BenchProblem) {
      report.add(try part.measure(programs, options))
    } catch {
      if Interruption.happened { throw error }
      complain("\(part.names.joined(separator: ", ")): \(error.sentence)")
      report.failures.append(part.names.joined(separator: ", "))
    }
  }
} catch {
  complain(Interruption.happened ? "interrupted" : "\(error)")
  exit(Interruption.happened ? 130 : 69)
}
print(report.table, terminator: "")
if let file = Environment.value("BENCH_JSON"), !file.isEmpty {
  if let problem = writeFile(file, Array(report.json.utf8)) {
    complain("BENCH_JSON: \(problem.sentence)")
    exit(73)
  }
}
exit(report.failures.isEmpty ? 0 : 69)
