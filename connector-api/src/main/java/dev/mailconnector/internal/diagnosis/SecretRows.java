package dev.mailconnector.internal.diagnosis;

import dev.mailconnector.failure.Diagnosis;
import dev.mailconnector.failure.Whom;
import java.util.List;

/** Secrets that cannot be had. */
public final class SecretRows {
  public static final Diagnosis VARIABLE_MISSING =
      new Diagnosis(
          "secret-variable-missing",
          "The process was started without the variable that holds the secret.",
          "Whoever starts this process must set it.",
          Whom.OPERATOR,
          "docs/configuration.md");

  public static final Diagnosis SOURCE_BROKEN =
      new Diagnosis(
          "secret-source-broken",
          "Nothing was sent. The program that gives the secret has failed.",
          "The cause says where it failed; if the source asks a vault, look there first.",
          Whom.OPERATOR,
          "SecretSource");

  public static final Diagnosis SOURCE_SLOW =
      new Diagnosis(
          "secret-source-slow",
          "Nothing was sent. Its source answers slowly or hangs; it is not asked again"
              + " before it comes back.",
          "Look at the vault behind it, and give the source a time limit of its own.",
          Whom.OPERATOR,
          "decision 0120");

  public static final Diagnosis UNUSABLE =
      new Diagnosis(
          "secret-unusable",
          "The secret is empty, or breaks a rule of its kind.",
          "Whoever keeps the password's file, variable or vault entry must put it right.",
          Whom.OPERATOR,
          "SecretSource");

  public static final Diagnosis KEY_FILE =
      new Diagnosis(
          "client-key-file-unusable",
          "The file of the client's key and certificate cannot be used.",
          "Whoever runs this machine must put it right: one private key with its"
              + " certificate, as PKCS#12 or PEM, readable for this process.",
          Whom.OPERATOR,
          "RFC 7292; RFC 7468");

  public static final Diagnosis KEY_PASSWORD =
      new Diagnosis(
          "client-key-password-wrong",
          "The password does not open the file of the client's key, or it is missing.",
          "Set or correct it beside the file in the configuration.",
          Whom.OPERATOR,
          "RFC 7292");

  public static final Diagnosis FILE_UNUSABLE =
      new Diagnosis(
          "secret-file-unusable",
          "The secret cannot be read from its file.",
          "Whoever runs this machine must put the file right: it must exist, be readable"
              + " for this process, and hold the secret and nothing else.",
          Whom.OPERATOR,
          "docs/configuration.md");

  /** All of them. */
  public static final List<Diagnosis> ALL =
      List.of(
          VARIABLE_MISSING,
          SOURCE_BROKEN,
          SOURCE_SLOW,
          UNUSABLE,
          KEY_FILE,
          KEY_PASSWORD,
          FILE_UNUSABLE);

  private SecretRows() {}
}
