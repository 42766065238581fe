package dev.mailconnector.cli;

import dev.mailconnector.Account;
import dev.mailconnector.DsnRequest;
import dev.mailconnector.DsnRequest.Condition;
import dev.mailconnector.RawMessage;
import dev.mailconnector.SendOptions;
import dev.mailconnector.SendReceipt;
import dev.mailconnector.failure.ConnectionFailedException;
import dev.mailconnector.failure.ConnectorClosedException;
import dev.mailconnector.failure.CredentialException;
import jakarta.mail.internet.MimeMessage;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code send}: one message through one account. */
@Command(
    name = "send",
    description = {"Sends one message and prints the receipt: connection, reply, recipients.", ""},
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  mailconnector send --account robot --to ann@example.com --subject Hello --text 'It"
          + " works.'",
      "  mailconnector send --account robot --to 'Ann <ann@example.com>' --cc bob@example.com \\",
      "      --subject Report --text-file report.txt --attach report.pdf",
      "  A message in YAML (to, subject, body: {text, html}):",
      "    mailconnector send --account robot --message message.yaml",
      "  A finished message, byte for byte, to the recipients that it names itself:",
      "    mailconnector send --account robot --eml message.eml",
      "  The same from a pipe, to other recipients:",
      "    generate | mailconnector send --account robot --eml - --to ann@example.com",
      "",
      "Ctrl-C while it is being sent waits for the reply to a message that has left, says what",
      "became of it, and ends with 130 (SIGTERM: with 143)."
    })
final class SendCommand implements Callable<Integer> {
  /** The sender of a message that must not be answered. */
  private static final String NOBODY = "<>";

  private final Surroundings surroundings;
  private final Tool tool;

  @Spec private @Nullable CommandSpec spec;

  @Mixin private final AccountOption account = new AccountOption();
  @Mixin private final ProviderOptions provider = new ProviderOptions();

  @Option(
      names = "--to",
      paramLabel = "ADDRESS",
      description = {
        "Recipients; may be repeated.",
        "With --eml: who receives it, whatever its header says."
      })
  private List<String> to = List.of();

  @Option(
      names = "--from",
      paramLabel = "ADDRESS",
      description = {
        "The sender. Default: from of the account",
        "With --eml: the envelope sender; <> for none."
      })
  private @Nullable String from;

  @Mixin private final MessageParts parts = new MessageParts();

  @Option(
      names = "--eml",
      paramLabel = "FILE",
      description = "Sends this finished message as it is; - is standard input.")
  private @Nullable String eml;

  private @Nullable String accountOfFile;

  @Option(
      names = "--dsn",
      paramLabel = "WHEN",
      split = ",",
      description = {
        "Asks for notifications on success, failure, delay (with commas), or never.",
        "The receipt says where the server does not offer them."
      })
  private List<String> dsn = List.of();

  @Option(
      names = "--require-tls",
      description = "Sends it only where every server on its way promises TLS (REQUIRETLS).")
  private boolean requireTls;

  @Mixin private final JsonOption json = new JsonOption();

  SendCommand(Surroundings surroundings, Tool tool) {
    this.surroundings = surroundings;
    this.tool = tool;
  }

  @Override
  public Integer call() {
    if (eml == null && parts.file != null) {
      readMessage(parts.file);
    }
    if (eml == null && to.isEmpty() && parts.cc.isEmpty() && parts.bcc.isEmpty()) {
      throw wrong("A recipient is missing: --to ADDRESS");
    }
    if (eml != null && !parts.isEmpty()) {
      throw wrong(
          "--eml is a finished message: only --account, --to, --from, --dsn, --require-tls and"
              + " --json go with it");
    }
    SendOptions wishes = wishes();
    try (SendInterruption interruption = new SendInterruption(surroundings);
        ConfiguredConnector configured =
            ConfiguredConnector.open(tool, surroundings, provider, interruption)) {
      json.print(surroundings.out(), Receipts.report(send(configured, wishes, interruption)));
      return ExitStatus.OK.code();
    }
  }

  private void readMessage(String file) {
    MessageFile message =
        new MessageFileReader(file).read(Input.bytes("--message", file, surroundings.in()));
    accountOfFile = message.account();
    from = from == null ? message.from() : from;
    to = to.isEmpty() ? message.to() : to;
    parts.complete(message);
  }

  private SendOptions wishes() {
    SendOptions wishes = SendOptions.defaults().withRequireTls(requireTls);
    if (dsn.isEmpty()) {
      return wishes;
    }
    if (dsn.equals(List.of("never"))) {
      return wishes.withDsn(DsnRequest.never());
    }
    Set<Condition> conditions = EnumSet.noneOf(Condition.class);
    dsn.forEach(word -> conditions.add(condition(word)));
    return wishes.withDsn(new DsnRequest(conditions, null, null, false));
  }

  private Condition condition(String word) {
    return Arrays.stream(Condition.values())
        .filter(condition -> condition.name().toLowerCase(Locale.ROOT).equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                wrong(
                    "--dsn \""
                        + word
                        + "\" is none of success, failure and delay (with commas between them), and"
                        + " never stands alone"));
  }

  private SendReceipt send(
      ConfiguredConnector configured, SendOptions wishes, SendInterruption interruption) {
    try {
      return sendNow(configured, wishes, interruption);
    } catch (ConnectorClosedException | ConnectionFailedException | CredentialException failure) {
      if (interruption.happened()) {
        throw new CommandFailure(ExitStatus.TRY_LATER, "Interrupted; nothing was sent.");
      }
      throw failure;
    }
  }

  private SendReceipt sendNow(
      ConfiguredConnector configured, SendOptions wishes, SendInterruption interruption) {
    Account through = configured.account(account.name() == null ? accountOfFile : account.name());
    SendOptions options = wishes.withAccount(through.name());
    if (eml == null) {
      String author = from == null ? through.from() : from;
      MimeMessage message = new MessageComposer(surroundings.in()).compose(author, to, parts);
      interruption.begin(configured);
      return configured.connector().send(message, options);
    }
    RawMessage message =
        Input.message("--eml", eml, interruption.beginAtEndOf(surroundings.in(), configured));
    if (!(message instanceof RawMessage.InStream)) {
      interruption.begin(configured);
    }
    if (from != null) {
      options =
          options.withEnvelopeSender(
              from.equals(NOBODY) ? "" : MessageComposer.mailboxes(List.of(from)).get(0));
    }
    if (!to.isEmpty()) {
      options = options.withRecipients(MessageComposer.mailboxes(to));
    }
    return configured.connector().send(message, options);
  }

  private ParameterException wrong(String message) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
  }
}
