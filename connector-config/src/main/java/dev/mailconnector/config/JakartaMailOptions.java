package dev.mailconnector.config;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Jakarta Mail's properties and what they mean; Spring brings its own in these terms. Used once.
 * Properties of the protocol are called {@code smtp.host}, whichever of {@code mail.smtp.host} and
 * {@code mail.smtps.host} it is.
 */
final class JakartaMailOptions {

  /**
   * What a dialect calls the things that problems speak of.
   *
   * @param program whose configuration it is
   * @param host the key of the server
   * @param port the key of its port
   * @param user the key of the login name
   * @param password the key of the password
   * @param property what a property is called in full
   * @param logsInWithPassword whether user and password are handed over wherever there are any
   */
  record Words(
      String program,
      String host,
      String port,
      String user,
      String password,
      UnaryOperator<String> property,
      boolean logsInWithPassword) {}

  private final Words words;
  private final ForeignSettings given;
  private final ForeignVariables environment;
  private final Problems problems;

  JakartaMailOptions(
      Words words, ForeignSettings given, ForeignVariables environment, Problems problems) {
    this.words = words;
    this.given = given;
    this.environment = environment;
    this.problems = problems;
  }

  /**
   * The tree of our own configuration; what is not understood is refused by name.
   *
   * @param smtps where TLS from the first byte is chosen by the protocol; else null
   */
  Raw.Section translate(Origin origin, Raw.@Nullable Text smtps) {
    DialectAccount account =
        new DialectAccount(words.program(), DialectReader.ACCOUNT, origin, problems);
    new JakartaMailLogin(words, given, environment, problems).read(account);
    new JakartaMailLine(words, given, problems).read(account, origin, smtps);
    account.set("from", given.take("from"));
    account.set("envelope-from", given.take("smtp.from"));
    account.set("ehlo-name", given.take("smtp.localhost"));
    partial(account, origin);
    milliseconds(account, "smtp.connectiontimeout", "timeouts.connect");
    milliseconds(account, "smtp.timeout", "timeouts.greeting", "timeouts.command");
    proxy(account);
    given.dispose(JakartaMailKeys.OTHERS);
    given.refuseRest(ForeignKey.taken(JakartaMailKeys.READ), words.property());
    account.requireHost(words.host());
    return account.tree();
  }

  /** Unless told so, Jakarta Mail sends to nobody where one recipient is refused. */
  private void partial(DialectAccount account, Origin origin) {
    ForeignSettings.Flag partial = given.takeFlag("smtp.sendpartial");
    if (partial == null) {
      account.set("transaction.all-or-nothing", origin.called("mail.smtp.sendpartial"), "true");
    } else {
      account.set("transaction.all-or-nothing", partial.written(), String.valueOf(!partial.on()));
    }
  }

  private void milliseconds(DialectAccount account, String key, String... paths) {
    Raw.Text written = given.take(key);
    if (written == null) {
      return;
    }
    String text = String.valueOf(written.text()).strip();
    if (text.matches("-\\d{1,9}|0")) {
      problems.warning(
          written.origin(), "", text, "It would wait forever. " + JakartaMailKeys.NO_TIMEOUT);
    } else if (text.matches("[1-9]\\d{0,8}")) {
      for (String path : paths) {
        account.set(path, written, text + "ms");
      }
    } else {
      problems.error(written.origin(), "", text, "A whole number of milliseconds is needed.");
    }
  }

  private void proxy(DialectAccount account) {
    Raw.Text web = given.take("smtp.proxy.host");
    Raw.Text socks = given.take("smtp.socks.host");
    String webPort = port(given.take("smtp.proxy.port"), "80");
    String socksPort = port(given.take("smtp.socks.port"), "1080");
    Raw.Text user = given.take("smtp.proxy.user");
    Raw.Text password = given.take("smtp.proxy.password");
    if (web != null) {
      account.set("proxy.url", web, "http://" + withPort(web, webPort));
      account.set("proxy.user", user);
      account.set("proxy.password", password);
    } else if (socks != null) {
      account.set("proxy.url", socks, "socks5://" + withPort(socks, socksPort));
    }
  }

  private static String port(Raw.@Nullable Text port, String usual) {
    return port == null ? usual : String.valueOf(port.text()).strip();
  }

  private static String withPort(Raw.Text host, String port) {
    String name = String.valueOf(host.text()).strip();
    return name.contains(":") ? name : name + ":" + port;
  }
}
