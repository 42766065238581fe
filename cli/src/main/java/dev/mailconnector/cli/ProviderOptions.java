package dev.mailconnector.cli;

import dev.mailconnector.config.ConfigurationReport;
import dev.mailconnector.config.MailConfiguration;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * An account straight from the command line, without a file. The password comes from a variable or
 * a file: everybody on a machine can read the arguments of its processes.
 */
final class ProviderOptions {
  /** What problems call it, and what stands in place of a file's name. */
  static final String NAME = "the command line";

  /** Where the password is looked for without {@code --password-file}. */
  static final String PASSWORD = "MAILCONNECTOR_PASSWORD";

  /** As the account of a dialect is called. */
  private static final String ACCOUNT = "mailconnector.accounts.mail.";

  private static final String OVERRIDES = "MAILCONNECTOR_";
  private static final String OWN_OVERRIDES = "MAILCONNECTOR_ACCOUNTS_MAIL_";
  private static final Pattern HOST = Pattern.compile("\\[?(.*?)]?(?::(\\d+))?");

  @Option(
      names = "--provider",
      paramLabel = "NAME",
      description = {
        "An account at this provider, in place of a configuration; it is called mail.",
        "The command presets lists them."
      })
  private @Nullable String provider;

  @Option(
      names = "--user",
      paramLabel = "NAME",
      description = {
        "Its login, mostly an address. Alone it finds the provider by its domain.",
        "The password comes from $MAILCONNECTOR_PASSWORD or --password-file."
      })
  private @Nullable String user;

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "The file with its password or API key.")
  private @Nullable Path passwordFile;

  @Option(
      names = "--host",
      paramLabel = "HOST[:PORT]",
      description = "Its server, where there is no provider or the provider has another.")
  private @Nullable String host;

  boolean isGiven() {
    return provider != null || user != null || passwordFile != null || host != null;
  }

  /** The account and every problem of it. */
  ConfigurationReport check(Map<String, String> environment) {
    Map<String, String> values = new LinkedHashMap<>();
    put(values, "preset", provider);
    if (host != null) {
      Matcher parts = HOST.matcher(host);
      // Everything matches: what is no host is told of as such.
      put(values, "host", parts.matches() ? parts.group(1) : host);
      put(values, "port", parts.group(2));
    }
    put(values, "user", user);
    if (passwordFile != null) {
      values.put(ACCOUNT + "auth.password", "${file:" + passwordFile + "}");
    } else if (!environment.getOrDefault(PASSWORD, "").isEmpty()) {
      values.put(ACCOUNT + "auth.password", "${env:" + PASSWORD + "}");
    } else if (user != null
        && environment.keySet().stream()
            .noneMatch(name -> name.startsWith(OWN_OVERRIDES + "AUTH_"))) {
      throw new CommandFailure(
          ExitStatus.CONFIGURATION,
          "--user has no password. Put it into $"
              + PASSWORD
              + " or into a file (--password-file FILE); for another login set "
              + OWN_OVERRIDES
              + "AUTH_TYPE and what belongs to it.");
    }
    return MailConfiguration.check(values, NAME, own(environment));
  }

  /** Literal, since {@code ${...}} is nothing that an option could mean. */
  private static void put(Map<String, String> values, String key, @Nullable String value) {
    if (value != null) {
      values.put(ACCOUNT + key, value.replace("${", "$${"));
    }
  }

  /** Without what overrides other accounts, which would be described by nothing else. */
  private static Map<String, String> own(Map<String, String> environment) {
    Map<String, String> own = new TreeMap<>(environment);
    own.keySet()
        .removeIf(
            name ->
                name.startsWith(OVERRIDES)
                    && !name.startsWith(OWN_OVERRIDES)
                    && !name.equals(PASSWORD));
    return own;
  }
}
