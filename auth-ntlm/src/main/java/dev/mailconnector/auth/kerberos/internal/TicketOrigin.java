package dev.mailconnector.auth.kerberos.internal;

import dev.mailconnector.spi.SecretSource;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the ticket-granting ticket comes from. Immutable. */
public sealed interface TicketOrigin {

  /** The options of the JDK's {@code Krb5LoginModule} that are special to this origin. */
  Map<String, String> options();

  /** For messages: {@code by keytab /etc/svc-mail.keytab}. */
  String inWords();

  /**
   * A cache that somebody else keeps fresh.
   *
   * @param file the cache, or null for the process' own
   */
  record Cache(@Nullable Path file) implements TicketOrigin {
    @Override
    public Map<String, String> options() {
      Map<String, String> options =
          new HashMap<>(Map.of("useTicketCache", "true", "doNotPrompt", "true"));
      if (file != null) {
        options.put("ticketCache", file.toString());
      }
      return options;
    }

    /** The file, also if the process names it; null if it is the platform's own. */
    @Nullable Path fileOfProcess() {
      String named = System.getenv("KRB5CCNAME");
      return file != null || named == null ? file : Path.of(named.replaceFirst("^FILE:", ""));
    }

    @Override
    public String inWords() {
      return "from " + (file == null ? "the process' ticket cache" : "the ticket cache " + file);
    }
  }

  /** The keys of a principal in a file. */
  record Keytab(Path file) implements TicketOrigin {
    @Override
    public Map<String, String> options() {
      return Map.of("useKeyTab", "true", "keyTab", file.toString(), "doNotPrompt", "true");
    }

    @Override
    public String inWords() {
      return "by keytab " + file;
    }
  }

  /** A password. */
  record Password(SecretSource source) implements TicketOrigin {
    @Override
    public Map<String, String> options() {
      return Map.of();
    }

    @Override
    public String inWords() {
      return "by password";
    }
  }
}
