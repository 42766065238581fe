package dev.mailconnector.cli;

import dev.mailconnector.cli.demo.DemoCommand;
import dev.mailconnector.config.ConfigurationReport;
import dev.mailconnector.config.Dialect;
import dev.mailconnector.config.MailConfiguration;
import dev.mailconnector.failure.MailConnectorException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The top of the command tree: what all commands share. */
@Command(
    name = "mailconnector",
    synopsisSubcommandLabel = "COMMAND",
    description = {
      "Sends mail through Microsoft 365, Gmail or any SMTP server. Tokens renew themselves.",
      ""
    },
    versionProvider = Tool.Version.class,
    exitCodeOnInvalidInput = 64,
    exitCodeOnExecutionException = 70,
    footer = {
      "",
      "Examples:",
      "  See it work, with servers of its own; needs no account and no network:",
      "    mailconnector demo",
      "  Check a configuration, then send through one of its accounts:",
      "    mailconnector --config mail.yaml config check",
      "    mailconnector --config mail.yaml send --account robot --to ann@example.com \\",
      "        --subject Hello --text 'It works.'",
      "",
      "Exit status: 0 accepted for every recipient, 64 usage, 65 message unusable or refused"
          + " for good,",
      "68 some recipients refused, 69 server or issuer unreachable, 70 internal, 74 may have been"
          + " sent,",
      "75 try later, 77 login refused, 78 configuration, TLS, certificate or no common login."
    })
public final class Tool implements Runnable {
  private static final Path USUAL_FILE = Path.of("mailconnector.yaml");

  /** Stands for no file at all: what there is stands in variables. */
  private static final Path ENVIRONMENT = Path.of("environment");

  private static final String ACCOUNT_VARIABLES = "MAILCONNECTOR_ACCOUNTS_";

  /** Those that do more than print. */
  private static final Set<String> DOING = Set.of("demo", "send", "send-all", "login");

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = {
        "The configuration.",
        "Default: $MAILCONNECTOR_CONFIG, else ./mailconnector.yaml, else the environment alone"
      })
  private @Nullable Path config;

  @Option(
      names = "--dialect",
      paramLabel = "NAME",
      scope = ScopeType.INHERIT,
      description =
          "Reads another program's configuration as it is: url, nodemailer, typebot, rails, thand,"
              + " form, jakarta-mail or spring. Its one account is called mail; of thand each"
              + " provider is one.")
  private @Nullable String dialect;

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Shows the redacted dialogue, and stack traces of failures, on standard error.")
  private boolean verbose;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Shows this help.")
  @SuppressWarnings("UnusedVariable") // picocli acts on it
  private boolean help;

  @Option(names = "--version", versionHelp = true, description = "Shows the version.")
  @SuppressWarnings("UnusedVariable") // picocli acts on it
  private boolean version;

  private Tool() {}

  /** Runs one command line and returns the exit status of the process. */
  public static int run(Surroundings surroundings, String... arguments) {
    Tool tool = new Tool();
    CommandLine line =
        commands(tool, surroundings, List.of(arguments))
            .setOut(new PrintWriter(surroundings.out(), true, StandardCharsets.UTF_8))
            .setErr(new PrintWriter(surroundings.err(), true, StandardCharsets.UTF_8))
            .setUsageHelpWidth(100)
            .setColorScheme(
                CommandLine.Help.defaultColorScheme(surroundings.coloured() ? Ansi.ON : Ansi.OFF))
            .setParameterExceptionHandler((wrong, given) -> explain(wrong, given))
            .setExecutionExceptionHandler((thrown, command, parsed) -> tool.fail(thrown, command))
            .setExecutionStrategy(
                parsed ->
                    LogOutput.during(
                        () ->
                            written(
                                new CommandLine.RunLast().execute(parsed), parsed, surroundings),
                        surroundings.err(),
                        tool.verbose));
    try {
      return line.execute(arguments);
    } catch (Error broken) {
      return tool.fail(broken, line);
    }
  }

  /**
   * A result that was lost, on a full disk say, is no success; but what has been done stays done,
   * and a status that says otherwise would have it done twice.
   */
  private static int written(int status, ParseResult parsed, Surroundings surroundings) {
    if (!surroundings.out().checkError()) {
      return status;
    }
    surroundings.err().println("Standard output did not take the whole result.");
    boolean done =
        parsed.hasSubcommand() && DOING.contains(parsed.subcommand().commandSpec().name());
    return status == ExitStatus.OK.code() && !done ? ExitStatus.INTERNAL.code() : status;
  }

  /** The tree of commands, for reading a command line without running it. */
  public static CommandLine commands(Surroundings surroundings) {
    return commands(new Tool(), surroundings, List.of());
  }

  /** Those that may be meant, as looking at a command takes time; without a word of one, all. */
  private static CommandLine commands(Tool tool, Surroundings surroundings, List<String> words) {
    Map<String, Supplier<Object>> all = new LinkedHashMap<>();
    all.put("demo", () -> new DemoCommand(surroundings));
    all.put("send", () -> new SendCommand(surroundings, tool));
    all.put("send-all", () -> new SendAllCommand(surroundings, tool));
    all.put("login", () -> new LoginCommand(surroundings, tool));
    all.put("probe", () -> new ProbeCommand(surroundings, tool));
    all.put("token", () -> new TokenCommand(surroundings, tool));
    all.put("config", () -> ConfigCommand.line(surroundings, tool));
    all.put("presets", () -> new PresetsCommand(surroundings));
    all.put("completion", () -> new CompletionCommand(surroundings, tool));
    boolean named = words.stream().anyMatch(all::containsKey);
    CommandLine line = new CommandLine(tool);
    all.forEach(
        (name, command) -> {
          if (!named || words.contains(name)) {
            line.addSubcommand(name, command.get());
          }
        });
    // "@" at the start of an argument is a character of an address or a text, not a file.
    return line.setExpandAtFiles(false);
  }

  private Path configurationFile(Surroundings surroundings) {
    String named = surroundings.environment().get("MAILCONNECTOR_CONFIG");
    if (config != null) {
      return config;
    }
    if (named != null && !named.isEmpty()) {
      return Path.of(named);
    }
    if (Files.exists(USUAL_FILE)) {
      return USUAL_FILE;
    }
    if (surroundings.environment().keySet().stream().noneMatch(Tool::isOfAnAccount)) {
      throw new CommandFailure(
          ExitStatus.CONFIGURATION,
          "There is no ./"
              + USUAL_FILE
              + "; name the configuration with --config FILE or in $MAILCONNECTOR_CONFIG, or"
              + " describe accounts in variables (MAILCONNECTOR_ACCOUNTS_ROBOT_HOST).");
    }
    return ENVIRONMENT;
  }

  private static boolean isOfAnAccount(String variable) {
    return variable.startsWith(ACCOUNT_VARIABLES);
  }

  /** The dialect of the command line; null where none is named. */
  @Nullable Dialect dialect() {
    return dialect == null ? null : Dialect.named(dialect);
  }

  /** What the command works with, and every problem of it. */
  Checked configuration(Surroundings surroundings) {
    return configuration(surroundings, new ProviderOptions());
  }

  /** The same for a command that takes an account from the command line too. */
  Checked configuration(Surroundings surroundings, ProviderOptions account) {
    if (account.isGiven()) {
      if (config != null || dialect != null) {
        throw new CommandFailure(
            ExitStatus.USAGE,
            "--provider, --user, --host and --password-file describe an account that stands in no"
                + " file: leave them out, or --config and --dialect.");
      }
      return new Checked(ProviderOptions.NAME, account.check(surroundings.environment()));
    }
    Path file = configurationFile(surroundings);
    if (config == null && file.equals(ENVIRONMENT)) {
      return new Checked(
          file.toString(), MailConfiguration.checkEnvironment(surroundings.environment()));
    }
    return new Checked(
        file.toString(),
        dialect == null
            ? MailConfiguration.check(file)
            : MailConfiguration.check(file, Dialect.named(dialect)));
  }

  /**
   * A configuration that was read.
   *
   * @param name the name of the file, or {@link ProviderOptions#NAME}
   * @param report what is wrong with it, and the accounts
   */
  record Checked(String name, ConfigurationReport report) {}

  @Override
  public void run() {
    throw new ParameterException(
        Objects.requireNonNull(spec).commandLine(), "A command is missing.");
  }

  private static int explain(ParameterException wrong, String[] given) {
    CommandLine command = wrong.getCommandLine();
    PrintWriter err = command.getErr();
    String why = why(wrong);
    err.println(Printable.text(why));
    UnmatchedArgumentException.printSuggestions(wrong, err);
    err.println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
    if (List.of(given).contains(JsonOption.NAME)) {
      command.getOut().println(Receipts.json(ExitStatus.USAGE, "Usage", why));
    }
    return ExitStatus.USAGE.code();
  }

  /** What follows an option that is none could be the password that somebody meant to give. */
  private static String why(ParameterException wrong) {
    List<String> unknown =
        wrong instanceof UnmatchedArgumentException unmatched
            ? unmatched.getUnmatched()
            : List.of();
    if (unknown.stream().noneMatch(word -> word.startsWith("-"))) {
      return String.valueOf(wrong.getMessage());
    }
    String names =
        unknown.stream()
            .filter(word -> word.startsWith("-"))
            .map(word -> word.replaceFirst("=.*", ""))
            .collect(Collectors.joining(", "));
    return "There is no option "
        + names
        + "."
        + (names.contains("pass")
            ? " A password is no argument, which everybody on the machine could read: put it into"
                + " $MAILCONNECTOR_PASSWORD or a --password-file."
            : "");
  }

  private int fail(Throwable thrown, CommandLine command) {
    ExitStatus status = ExitStatus.INTERNAL;
    String text = String.valueOf(thrown.getMessage());
    String json;
    if (thrown instanceof MailConnectorException failure) {
      status = ExitStatus.of(failure);
      json = Receipts.json(failure);
    } else if (thrown instanceof CommandFailure failure) {
      status = failure.status();
      json = Receipts.json(status, "Command", text);
    } else {
      text = "This is a fault of mailconnector itself: " + thrown;
      json = Receipts.json(status, "Internal", text);
      text += System.lineSeparator() + "Please report it with the output of --verbose.";
    }
    command.getErr().println(Printable.text(text));
    if (verbose) {
      StringWriter trace = new StringWriter();
      thrown.printStackTrace(new PrintWriter(trace));
      command.getErr().println(Printable.text(trace.toString()));
    }
    if (isForMachines(command)) {
      command.getOut().println(json);
    }
    return status.code();
  }

  private static boolean isForMachines(CommandLine command) {
    ParseResult parsed = command.getParseResult();
    return parsed != null && parsed.hasMatchedOption(JsonOption.NAME);
  }

  /** The version of the jar this class came in. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Tool.class.getPackage().getImplementationVersion();
      return new String[] {"mailconnector " + (version == null ? "(not packaged)" : version)};
    }
  }
}
