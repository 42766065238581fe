package dev.mailconnector.cli;

import dev.mailconnector.SendReceipt;
import dev.mailconnector.failure.Diagnosis;
import dev.mailconnector.failure.MailConnectorException;
import dev.mailconnector.failure.PartlyAcceptedException;
import dev.mailconnector.failure.SendRefusedException;
import dev.mailconnector.reply.RecipientReply;
import dev.mailconnector.reply.SmtpReply;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What came of a send: for people, and for machines. */
final class Receipts {
  private Receipts() {}

  static Report report(SendReceipt receipt) {
    return new Sent(receipt);
  }

  private record Sent(SendReceipt receipt) implements Report {
    @Override
    public String text() {
      return Receipts.text(receipt);
    }

    @Override
    public String json() {
      return line(fields(receipt));
    }
  }

  private static String text(SendReceipt receipt) {
    StringBuilder text = new StringBuilder();
    String login = receipt.identity() == null ? "no login" : "logged in as " + receipt.identity();
    row(text, "accepted", "for every recipient");
    row(text, "account", receipt.account() + " (" + login + ")");
    row(text, "connection", receipt.connection() + attempts(receipt.attempts()));
    row(text, "reply", receipt.reply().text());
    for (RecipientReply recipient : receipt.recipients()) {
      row(text, "recipient", recipient.toString());
    }
    if (receipt.dsn() != SendReceipt.Dsn.NOT_WANTED) {
      boolean asked = receipt.dsn() == SendReceipt.Dsn.REQUESTED;
      row(text, "dsn", asked ? "asked for" : "the server does not offer it; sent without");
    }
    row(text, "took", receipt.took().toMillis() + " ms");
    row(text, "id", receipt.correlationId());
    return text.toString().stripTrailing();
  }

  /** One line of JSON. */
  static String json(MailConnectorException failure) {
    return line(fields(failure));
  }

  /** One line of JSON for a failure that is none of a send. */
  static String json(ExitStatus status, String failure, String message) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("status", status.code());
    json.put("failure", failure);
    json.put("message", message);
    return line(json);
  }

  /** One line of JSON. */
  static String line(Map<String, @Nullable Object> fields) {
    return Printable.json(fields);
  }

  /** What a machine wants to know of a receipt. */
  static Map<String, @Nullable Object> fields(SendReceipt receipt) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("status", ExitStatus.OK.code());
    json.put("account", receipt.account());
    json.put("identity", receipt.identity());
    json.put("connection", receipt.connection());
    json.put("reply", json(receipt.reply()));
    json.put("sender", receipt.envelope().sender());
    json.put("recipients", json(receipt.recipients()));
    json.put("dsn", receipt.dsn());
    json.put("attempts", receipt.attempts());
    json.put("millis", receipt.took().toMillis());
    json.put("correlationId", receipt.correlationId());
    return json;
  }

  /** What a machine wants to know of a failure. */
  static Map<String, @Nullable Object> fields(MailConnectorException failure) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("status", ExitStatus.of(failure).code());
    json.put("failure", failure.getClass().getSimpleName());
    json.put("account", failure.account().orElse(null));
    json.put("stage", failure.stage());
    json.put("advice", failure.advice());
    json.put("message", failure.getMessage());
    json.put("remedy", failure.remedy());
    json.put("diagnosis", failure.diagnosis().map(Diagnosis::id).orElse(null));
    json.put("whom", failure.diagnosis().map(Diagnosis::whom).orElse(null));
    json.put("reply", failure.reply().map(Receipts::json).orElse(null));
    json.put("recipients", json(recipients(failure)));
    json.put("retryAfterSeconds", failure.retryAfter().map(Duration::toSeconds).orElse(null));
    json.put("attempts", failure.attempts());
    json.put("correlationId", failure.correlationId().orElse(null));
    return json;
  }

  private static List<RecipientReply> recipients(MailConnectorException failure) {
    if (failure instanceof PartlyAcceptedException partly) {
      return partly.recipients();
    }
    return failure instanceof SendRefusedException refused ? refused.recipients() : List.of();
  }

  private static Map<String, @Nullable Object> json(SmtpReply reply) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("code", reply.code());
    json.put("enhanced", reply.enhanced() == null ? null : reply.enhanced().toString());
    json.put("text", reply.text());
    return json;
  }

  private static List<Map<String, Object>> json(List<RecipientReply> recipients) {
    return recipients.stream()
        .map(
            each -> {
              Map<String, Object> json = new LinkedHashMap<>();
              json.put("address", each.recipient());
              json.put("accepted", each.accepted());
              json.put("reply", each.reply().text());
              return json;
            })
        .toList();
  }

  private static String attempts(int attempts) {
    return attempts == 1 ? "" : ", attempt " + attempts;
  }

  private static void row(StringBuilder text, String name, String value) {
    text.append(String.format("%-11s %s%n", name, Printable.line(value)));
  }
}
