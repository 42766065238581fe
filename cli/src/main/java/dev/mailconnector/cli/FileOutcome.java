package dev.mailconnector.cli;

import dev.mailconnector.SendOutcome;
import dev.mailconnector.failure.MailConnectorException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of one file of a folder.
 *
 * @param file its name
 * @param word what became of it, in one word
 * @param status the exit status of a send that ends so
 * @param problem why it was not sent, or not to all; null if it was
 * @param details what a machine wants to know besides
 */
record FileOutcome(
    String file,
    Word word,
    ExitStatus status,
    @Nullable String problem,
    Map<String, @Nullable Object> details) {

  /** In one word. */
  enum Word {
    SENT("sent"),
    PARTLY("partly-sent"),
    UNKNOWN("unknown"),
    REFUSED("refused"),
    UNUSABLE("unusable"),
    NOT_SENT("not-sent");

    private final String text;

    Word(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  static FileOutcome of(String file, SendOutcome outcome) {
    if (outcome instanceof SendOutcome.Failed failed) {
      MailConnectorException failure = failed.failure();
      ExitStatus status = ExitStatus.of(failure);
      return new FileOutcome(
          file, word(status, failure), status, failure.getMessage(), Receipts.fields(failure));
    }
    return new FileOutcome(
        file, Word.SENT, ExitStatus.OK, null, Receipts.fields(outcome.receipt()));
  }

  /** A file that could not even be handed over. */
  static FileOutcome unusable(String file, String problem) {
    return untried(file, Word.UNUSABLE, ExitStatus.MESSAGE, problem);
  }

  /** A file that has no outcome: its turn did not come. */
  static FileOutcome cancelled(String file) {
    return untried(file, Word.NOT_SENT, ExitStatus.TRY_LATER, "cancelled before it was sent");
  }

  private static FileOutcome untried(String file, Word word, ExitStatus status, String problem) {
    Map<String, @Nullable Object> details = new LinkedHashMap<>();
    details.put("status", status.code());
    details.put("message", problem);
    return new FileOutcome(file, word, status, problem, details);
  }

  private static Word word(ExitStatus status, MailConnectorException failure) {
    return switch (status) {
      case PARTLY -> Word.PARTLY;
      case UNKNOWN -> Word.UNKNOWN;
      case MESSAGE -> failure.reply().isPresent() ? Word.REFUSED : Word.UNUSABLE;
      default -> Word.NOT_SENT;
    };
  }

  /** One line of JSON. */
  String json() {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("file", file);
    json.put("outcome", word.toString());
    json.putAll(details);
    return Receipts.line(json);
  }
}
