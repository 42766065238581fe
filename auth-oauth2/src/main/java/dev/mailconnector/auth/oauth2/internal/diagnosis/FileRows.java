package dev.mailconnector.auth.oauth2.internal.diagnosis;

import dev.mailconnector.failure.Diagnosis;
import dev.mailconnector.failure.Whom;
import java.util.List;

/** Files and stores that tokens and keys are kept in. */
public final class FileRows {
  public static final Diagnosis KEY_EXPIRED =
      new Diagnosis(
          "client-certificate-expired",
          "The certificate of the client has expired.",
          "Whoever administers the application must make a new one, upload it to the app"
              + " registration and put it in this file.",
          Whom.CLIENT_REGISTRATION,
          "learn.microsoft.com/entra/identity-platform/certificate-credentials");

  public static final Diagnosis KEY_EARLY =
      new Diagnosis(
          "client-certificate-not-yet-valid",
          "The certificate of the client is not valid yet, or this machine's clock is" + " behind.",
          "Check the clock of this machine, or use the certificate that is valid now.",
          Whom.OPERATOR,
          "RFC 5280 section 4.1.2.5");

  public static final Diagnosis TOKEN_FILE =
      new Diagnosis(
          "token-file-unusable",
          "The file of the access token is missing, cannot be read, or holds something" + " else.",
          "Check its path and permissions; it must hold the access token alone.",
          Whom.OPERATOR,
          "docs/token-flows.md");

  public static final Diagnosis TOKEN_FILE_STALE =
      new Diagnosis(
          "token-file-stale",
          "The token in the file has ended, or there is none in it now.",
          "Whoever keeps the file fresh must act; if the file is fresh, check the clock of"
              + " this machine.",
          Whom.OPERATOR,
          "docs/token-flows.md");

  public static final Diagnosis STORE_CLOSED =
      new Diagnosis(
          "token-store-not-open",
          "This process may not read or write the token store.",
          "Let the user that it runs as read and write the file and its folder;"
              + " mailconnector login may have been run as another.",
          Whom.OPERATOR,
          "docs/token-store.md");

  public static final Diagnosis STORE_BROKEN =
      new Diagnosis(
          "token-store-failing",
          "The disk of the token store fails.",
          "Check the disk (space, quota, read-only) and that auth.token-store.file names"
              + " what it should, on a local file system that can lock.",
          Whom.OPERATOR,
          "docs/token-store.md");

  public static final Diagnosis STORE_KEY =
      new Diagnosis(
          "token-store-key-malformed",
          "The key of the token store is no key.",
          "It must be 32 bytes in base64 or hex, as `openssl rand -base64 32` prints them;"
              + " former keys may follow it after a blank or line break. Correct"
              + " auth.token-store.key.",
          Whom.OPERATOR,
          "docs/token-store.md");

  public static final Diagnosis STORE_OTHER_KEY =
      new Diagnosis(
          "token-store-other-key",
          "The token store was encrypted with another key. Nothing was changed.",
          "Put the right key into auth.token-store.key; a new key needs the former one"
              + " behind it, separated by a blank. If the right key is lost, remove the record"
              + " and let the user log in and consent again.",
          Whom.OPERATOR,
          "docs/token-store.md");

  public static final Diagnosis STORE_DAMAGED =
      new Diagnosis(
          "token-store-damaged",
          "The record of the token store is damaged. Nothing was changed.",
          "Restore it from a backup if its token was not used since, or remove it and let"
              + " the user log in and consent again.",
          Whom.OPERATOR,
          "docs/token-store.md");

  public static final Diagnosis STORE_OTHER_ACCOUNT =
      new Diagnosis(
          "token-store-other-account",
          "The file holds the token of another account.",
          "Each account needs a file of its own; name another in auth.token-store.file, or"
              + " a folder for all.",
          Whom.OPERATOR,
          "docs/token-store.md");

  public static final Diagnosis STORE_NEWER =
      new Diagnosis(
          "token-store-newer-format",
          "A newer version of this library wrote it; this one knows format 1.",
          "Use the newer one.",
          Whom.OPERATOR,
          "docs/token-store.md");

  public static final Diagnosis TABLE_MISSING =
      new Diagnosis(
          "token-table-missing",
          "The database has no table for refresh tokens.",
          "Create it: RefreshTokenStore.jdbcTable() has the statement.",
          Whom.OPERATOR,
          "docs/token-store.md");

  public static final Diagnosis TABLE_RIGHTS =
      new Diagnosis(
          "token-table-refused",
          "The database refuses the statement: the login, the rights or the table are not"
              + " right.",
          "Whoever administers the database must let its user select, insert and update in"
              + " the table, which must be as RefreshTokenStore.jdbcTable() makes it.",
          Whom.OPERATOR,
          "docs/token-store.md");

  public static final Diagnosis DATABASE =
      new Diagnosis(
          "token-database-failing",
          "Nothing is lost: what was kept is as it was, and a new token is kept in memory"
              + " until it can be written.",
          "If it stays, look at the database and the way to it.",
          Whom.OPERATOR,
          "docs/token-store.md");

  public static final Diagnosis IN_USE =
      new Diagnosis(
          "refresh-token-in-use",
          "Two uses of one refresh token could revoke it, so this one waits.",
          "If it stays, another process or node that shares this store hangs in its token"
              + " request.",
          Whom.OPERATOR,
          "RFC 9700 section 4.14; docs/token-store.md");

  public static final Diagnosis MISSING =
      new Diagnosis(
          "refresh-token-missing",
          "None is kept in the store and none is configured:",
          "the user must log in and consent first, or auth.refresh-token must be set.",
          Whom.USER,
          "docs/token-store.md");

  public static final Diagnosis TAKEN =
      new Diagnosis(
          "refresh-token-taken",
          "Nothing was sent to the issuer; another exchange was faster.",
          "The next attempt uses what the other one leaves.",
          Whom.OPERATOR,
          "docs/token-store.md");

  public static final Diagnosis CHANGED =
      new Diagnosis(
          "refresh-token-changed",
          "The record was changed by somebody else while this exchange was under way: it"
              + " took longer than the lease, or the store was restored or edited.",
          "If the next exchange is refused, the user must log in and consent again.",
          Whom.OPERATOR,
          "docs/token-store.md");

  public static final Diagnosis KEY_STORE =
      new Diagnosis(
          "token-store-key-store-unusable",
          "The key store with the key of the token store cannot be used.",
          "Check its path, permissions, password and entry (auth.token-store).",
          Whom.OPERATOR,
          "docs/token-store.md");

  /** All of them. */
  public static final List<Diagnosis> ALL =
      List.of(
          KEY_EXPIRED,
          KEY_EARLY,
          TOKEN_FILE,
          TOKEN_FILE_STALE,
          STORE_CLOSED,
          STORE_BROKEN,
          STORE_KEY,
          STORE_OTHER_KEY,
          STORE_DAMAGED,
          STORE_OTHER_ACCOUNT,
          STORE_NEWER,
          TABLE_MISSING,
          TABLE_RIGHTS,
          DATABASE,
          IN_USE,
          MISSING,
          TAKEN,
          CHANGED,
          KEY_STORE);

  private FileRows() {}
}
