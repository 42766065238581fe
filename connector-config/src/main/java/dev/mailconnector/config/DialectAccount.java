package dev.mailconnector.config;

import dev.mailconnector.transport.TlsMode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One account as a dialect describes it, being translated. Here, once for all dialects, stands what
 * none of them may weaken: with a login TLS is required.
 */
final class DialectAccount {
  private final String dialect;
  private final Raw.Section root;
  private final Raw.Section account;
  private final Problems problems;
  private Raw.@Nullable Text password;

  /** The only account of its tree. */
  DialectAccount(String dialect, String name, Origin origin, Problems problems) {
    this(dialect, name, origin, Raw.Section.empty(origin), problems);
  }

  /** One more account of a tree. */
  DialectAccount(String dialect, String name, Origin origin, Raw.Section root, Problems problems) {
    this.dialect = dialect;
    this.problems = problems;
    this.account = Raw.Section.empty(origin);
    this.root = root;
    root.section(Model.ACCOUNTS, origin);
    if (root.get(Model.ACCOUNTS) instanceof Raw.Section accounts) {
      accounts.entries().put(name, new Raw.Entry(origin, account));
    }
  }

  /** Keeps what the dialect says of the account without an effect. */
  void remark(String remark) {
    account.remarks().add(remark);
  }

  /** Sets a key of ours to what was written; nothing where nothing was. */
  void set(String path, Raw.@Nullable Text written) {
    if (written != null) {
      account.put(path, written);
    }
  }

  /** Sets a key of ours to what the written value means here. */
  void set(String path, Raw.Text written, String meaning) {
    problems.decided(written);
    Origin origin = written.origin().written(written.text()).literal();
    account.put(path, new Raw.Text(origin, meaning, true));
  }

  /** Sets a key of ours where nothing was written. */
  void set(String path, Origin origin, String meaning) {
    account.put(path, new Raw.Text(origin, meaning, true));
  }

  /**
   * User and password, or no login without both. One of them alone is refused: mail would go out
   * without the login that was meant. Silent where something failed: the other may be there.
   */
  void login(Raw.@Nullable Text user, String userKey, Raw.@Nullable Text secret, String secretKey) {
    if (user == null) {
      if (secret != null) {
        halfALogin(secret, userKey);
      }
      return;
    }
    if (secret == null) {
      halfALogin(user, secretKey);
      return;
    }
    set("user", user);
    set("auth.password", secret);
    password = secret;
  }

  boolean hasPassword() {
    return password != null;
  }

  /** Silent where something failed: that may be the missing half. */
  private void halfALogin(Raw.Text given, String missing) {
    if (problems.errors() == 0) {
      problems.error(
          given.origin(),
          "",
          null,
          missing
              + " is missing or empty. Give both, or leave both empty to send without a login.");
    }
  }

  /** No login, whatever user and password there are. */
  void noLogin(Raw.Text said) {
    set(Model.AUTH_TYPE, said, Model.NO_LOGIN);
  }

  /**
   * How the line is encrypted. To be called after the login.
   *
   * @param wanted what the other program would do
   * @param said where it is told to; null where it does so by itself
   */
  void line(TlsMode wanted, Raw.@Nullable Text said) {
    TlsMode tls = wanted;
    if (password != null && (wanted == TlsMode.NONE || wanted == TlsMode.STARTTLS_IF_OFFERED)) {
      tls = TlsMode.STARTTLS;
      problems.warning(
          (said == null ? password : said).origin(),
          "",
          null,
          "Made safe: as it stands, "
              + dialect
              + " would send the password "
              + (wanted == TlsMode.NONE
                  ? "over a line that is not encrypted."
                  : "unencrypted to a server that offers no STARTTLS.")
              + " Here TLS is required (tls: starttls), and without it nothing is sent.");
    }
    if (said == null) {
      set("tls", account.origin(), word(tls));
    } else {
      set("tls", said, word(tls));
    }
  }

  /** Says that the account has no host, in the dialect's words; silent where something failed. */
  void requireHost(String key) {
    if (account.get("host") == null && problems.errors() == 0) {
      problems.error(
          account.origin().called(key), "", null, "The server is missing: give " + key + ".");
    }
  }

  Raw.Section tree() {
    return root;
  }

  private static String word(TlsMode mode) {
    return mode.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
