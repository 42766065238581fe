package dev.mailconnector.config;

import dev.mailconnector.config.ForeignSettings.Flag;
import dev.mailconnector.transport.TlsMode;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The three fields of a form that speak of encryption. {@code Encryption Type} decides; {@code
 * Secure} must not contradict it, and decides where it is missing or leaves the question open;
 * {@code Start TLS Auto} says whether a line that neither encrypts takes STARTTLS where the server
 * offers it.
 */
final class FormEncryption {
  private static final Set<String> IMPLICIT_PORTS = Set.of("465", "2465");
  private static final Set<String> STARTTLS_PORTS = Set.of("25", "587", "2500", "2525", "2587");
  private static final String SUBMISSION = "587";

  private static final String BOTH_WAYS =
      "On this port the type TLS may mean two things. Write Encryption Type: SSL for TLS from the"
          + " first byte, or Encryption Type: STARTTLS for a line that begins in clear.";
  private static final String TLS_PORT =
      "On this port servers expect TLS from the first byte. Write Encryption Type: SSL, or correct"
          + " the port.";

  /** The types. */
  private enum Type {
    NONE("None"),
    SSL("SSL"),
    TLS("TLS"),
    STARTTLS("STARTTLS");

    private final String word;

    Type(String word) {
      this.word = word;
    }
  }

  private final Raw.@Nullable Text written;
  private final @Nullable Flag secure;
  private final @Nullable Flag auto;
  private final Problems problems;

  FormEncryption(ForeignSettings fields, Problems problems) {
    this.written = fields.take(FormReader.ENCRYPTION);
    this.secure = fields.takeFlag(FormReader.SECURE);
    this.auto = fields.takeFlag(FormReader.START_TLS_AUTO);
    this.problems = problems;
  }

  /** How the line is encrypted; to be called after the login. */
  void encrypt(DialectAccount account, Raw.Text port) {
    String number = String.valueOf(port.text());
    try {
      if (written == null) {
        untyped(account, port, number);
      } else {
        typed(account, written, number);
      }
    } catch (RuleBroken broken) {
      Raw.Text asked = written != null ? written : secure != null ? secure.written() : port;
      problems.error(asked.origin(), "", asked.text(), broken.rule());
    }
  }

  private void typed(DialectAccount account, Raw.Text type, String port) throws RuleBroken {
    switch (type(String.valueOf(type.text()))) {
      case SSL -> {
        mustNotSay(false, "SSL is TLS from the first byte");
        implicit(account, type);
      }
      case STARTTLS -> {
        mustNotSay(true, "STARTTLS begins in clear");
        account.line(TlsMode.STARTTLS, type);
      }
      case TLS -> tls(account, type, port);
      case NONE -> {
        mustNotSay(true, "None is no TLS from the first byte");
        if (IMPLICIT_PORTS.contains(port)) {
          throw new RuleBroken(TLS_PORT);
        }
        neither(account, type);
      }
    }
  }

  private static Type type(String word) throws RuleBroken {
    String plain = Spelling.plain(word);
    List<String> words = Arrays.stream(Type.values()).map(type -> type.word).toList();
    for (Type type : Type.values()) {
      if (Spelling.plain(type.word).equals(plain)) {
        return type;
      }
    }
    String meant = Spelling.nearest(word, words);
    throw new RuleBroken(
        "The types are None, SSL, TLS and STARTTLS."
            + (meant == null ? "" : " Did you mean " + meant + "?"));
  }

  private void tls(DialectAccount account, Raw.Text type, String port) throws RuleBroken {
    if (IMPLICIT_PORTS.contains(port)) {
      mustNotSay(false, "TLS on this port is TLS from the first byte");
      implicit(account, type);
    } else if (STARTTLS_PORTS.contains(port)) {
      mustNotSay(true, "TLS on this port begins in clear, with STARTTLS");
      account.line(TlsMode.STARTTLS, type);
    } else if (secure == null) {
      throw new RuleBroken(BOTH_WAYS);
    } else if (secure.on()) {
      implicit(account, type);
    } else {
      account.line(TlsMode.STARTTLS, type);
    }
  }

  private void untyped(DialectAccount account, Raw.Text port, String number) throws RuleBroken {
    boolean tlsPort = IMPLICIT_PORTS.contains(number);
    if (secure == null && tlsPort) {
      implicit(account, port);
    } else if (secure == null) {
      neither(account, null);
    } else if (secure.on()) {
      implicit(account, secure.written());
    } else if (tlsPort) {
      throw new RuleBroken(TLS_PORT);
    } else if (number.equals(SUBMISSION)) {
      account.line(TlsMode.STARTTLS, secure.written());
    } else {
      neither(account, secure.written());
    }
  }

  private void implicit(DialectAccount account, Raw.Text said) {
    account.line(TlsMode.IMPLICIT, said);
    if (auto != null && auto.on()) {
      problems.warning(
          auto.written().origin(),
          "",
          auto.written().text(),
          "The line is encrypted from the first byte, so there is no STARTTLS, and this is ignored.");
    }
  }

  /** Only what {@code Start TLS Auto} says; without it a type of None is meant. */
  private void neither(DialectAccount account, Raw.@Nullable Text said) {
    boolean offered = auto == null ? written == null : auto.on();
    account.line(
        offered ? TlsMode.STARTTLS_IF_OFFERED : TlsMode.NONE, auto == null ? said : auto.written());
  }

  private void mustNotSay(boolean on, String meaning) throws RuleBroken {
    if (secure != null && secure.on() == on) {
      throw new RuleBroken(
          "This contradicts Secure: "
              + on
              + ". "
              + meaning
              + ". Correct one of the two, or remove Secure.");
    }
  }
}
