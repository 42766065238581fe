package dev.mailconnector.config;

import dev.mailconnector.failure.ConfigurationException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The form of another program's configuration, which is read as it is. One that would send a
 * password over a line that may be unencrypted is made safe: TLS is then required, and a warning
 * says so. <code>${...}</code> in a value means what it means to that program, and to most of them
 * just itself.
 */
public enum Dialect {
  /** {@code smtp://user:password@host:port?tls=starttls}, {@code smtps://}: one line. */
  URL(new UrlReader()),

  /** The options of nodemailer's SMTP transport, as JSON or YAML. */
  NODEMAILER(new NodemailerReader()),

  /** Typebot's {@code .env} file: {@code SMTP_HOST}, {@code SMTP_PORT} and so on. */
  TYPEBOT(new TypebotReader()),

  /**
   * The {@code smtp_settings} of Rails' ActionMailer: YAML, or the hash as it stands in Ruby. No
   * Ruby is run; <code>ENV["NAME"]</code> is the variable.
   */
  RAILS(new RailsReader()),

  /**
   * The {@code providers} of Thand that send mail: {@code email}, {@code email.smtp}, {@code
   * email.ses}, {@code email.acs}. Each is an account of its name.
   */
  THAND(new ThandReader()),

  /** The fields of a settings page, one {@code SMTP Host: mail.example} in a line. */
  FORM(new FormReader()),

  /** The properties of a {@code jakarta.mail.Session}: {@code mail.smtp.host} and so on. */
  JAKARTA_MAIL(new JakartaMailReader()),

  /** {@code spring.mail.*} of a properties, YAML or {@code .env} file. */
  SPRING(new SpringReader());

  private final DialectReader reader;

  Dialect(DialectReader reader) {
    this.reader = reader;
  }

  /** The word for it on a command line: {@code nodemailer}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The dialect of this word.
   *
   * @throws ConfigurationException if there is none, with the words there are
   */
  public static Dialect named(String word) {
    List<String> words = Arrays.stream(values()).map(Dialect::word).toList();
    int at = words.indexOf(word);
    if (at < 0) {
      String meant = Spelling.nearest(word, words);
      throw ConfigurationException.of(
          "dialect",
          word,
          "The dialects are "
              + ValueKind.oneOf(words).replace(" or ", " and ")
              + "."
              + (meant == null ? "" : " Did you mean " + meant + "?"));
    }
    return values()[at];
  }

  DialectReader reader() {
    return reader;
  }
}
