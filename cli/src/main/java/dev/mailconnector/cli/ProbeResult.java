package dev.mailconnector.cli;

import dev.mailconnector.failure.Diagnosis;
import dev.mailconnector.failure.MailConnectorException;
import dev.mailconnector.probe.ProbeFinding;
import dev.mailconnector.probe.ProbeReport;
import dev.mailconnector.probe.ProbeStep;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What came of one {@code probe}, for machines. Not thread-safe. */
final class ProbeResult {
  private final List<Map<String, @Nullable Object>> accounts = new ArrayList<>();
  private @Nullable Map<String, @Nullable Object> sender;
  private ExitStatus worst = ExitStatus.OK;

  /** A step of an account or of a sender's domain, as it is shown. */
  record Row(
      String name,
      ProbeStep.Result result,
      Duration took,
      String summary,
      List<String> details,
      List<ProbeFinding> findings) {}

  void add(ProbeReport report) {
    ExitStatus status = report.failure().map(ExitStatus::of).orElse(ExitStatus.OK);
    worsen(status);
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("account", report.account());
    json.put("status", status.code());
    json.put(
        "steps",
        report.steps().stream()
            .map(
                step ->
                    json(
                        new Row(
                            step.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                            step.result(),
                            step.took(),
                            step.summary(),
                            step.details(),
                            step.findings())))
            .toList());
    json.put("firstCause", report.firstCause().map(ProbeResult::json).orElse(null));
    json.put("advice", report.failure().map(MailConnectorException::advice).orElse(null));
    json.put("warnings", report.warnings().stream().map(ProbeResult::json).toList());
    accounts.add(json);
  }

  void add(String address, List<Row> rows, List<ProbeFinding> findings) {
    boolean unknown =
        findings.stream().anyMatch(each -> each.diagnosis().id().equals("sender-dns-unanswered"));
    ExitStatus status =
        findings.isEmpty()
            ? ExitStatus.OK
            : unknown ? ExitStatus.UNREACHABLE : ExitStatus.CONFIGURATION;
    worsen(status);
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("address", address);
    json.put("status", status.code());
    json.put("steps", rows.stream().map(ProbeResult::json).toList());
    json.put("firstCause", findings.isEmpty() ? null : json(findings.get(0)));
    json.put("findings", findings.stream().map(ProbeResult::json).toList());
    sender = json;
  }

  /** The highest of all. */
  ExitStatus status() {
    return worst;
  }

  /** One line of JSON. */
  String json() {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("status", worst.code());
    json.put("accounts", accounts);
    json.put("sender", sender);
    return Receipts.line(json);
  }

  private void worsen(ExitStatus status) {
    worst = status.code() > worst.code() ? status : worst;
  }

  private static Map<String, @Nullable Object> json(Row row) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("step", row.name());
    json.put("result", row.result().label());
    json.put("millis", row.took().toMillis());
    json.put("summary", row.summary());
    json.put("details", row.details());
    json.put("findings", row.findings().stream().map(ProbeResult::json).toList());
    return json;
  }

  private static Map<String, @Nullable Object> json(ProbeFinding finding) {
    Diagnosis diagnosis = finding.diagnosis();
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("id", diagnosis.id());
    json.put("seen", finding.seen());
    json.put("cause", diagnosis.cause());
    json.put("cure", diagnosis.cure());
    json.put("remedy", finding.remedy());
    json.put("whom", diagnosis.whom().words());
    json.put("source", diagnosis.source());
    return json;
  }
}
