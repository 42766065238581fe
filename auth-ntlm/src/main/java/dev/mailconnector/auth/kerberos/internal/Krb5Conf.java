package dev.mailconnector.auth.kerberos.internal;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the JDK looks for realms and KDCs, for messages. It does so once for the whole JVM. */
final class Krb5Conf {
  private static final String PROPERTY = "java.security.krb5.conf";

  private Krb5Conf() {}

  /** {@code Java reads realms and KDCs from /etc/krb5.conf, which does not exist}. */
  static String inWords() {
    String given = System.getProperty(PROPERTY);
    if (given != null && !given.isEmpty()) {
      return "Java reads realms and KDCs from " + judged(Path.of(given)) + " (-D" + PROPERTY + ")";
    }
    Path own = Path.of(System.getProperty("java.home"), "conf", "security", "krb5.conf");
    if (Files.exists(own)) {
      return "Java reads realms and KDCs from " + own;
    }
    return System.getProperty("os.name").startsWith("Linux")
        ? "Java reads realms and KDCs from " + judged(Path.of("/etc/krb5.conf"))
        : "Java reads realms and KDCs from the system's krb5.conf or krb5.ini, or from the file that"
            + " -D"
            + PROPERTY
            + " names";
  }

  private static String judged(Path file) {
    if (Files.isReadable(file)) {
      return file.toString();
    }
    return file + (Files.exists(file) ? ", which it may not read" : ", which does not exist");
  }
}
