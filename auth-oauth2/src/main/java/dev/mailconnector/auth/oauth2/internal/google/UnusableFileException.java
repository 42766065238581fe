package dev.mailconnector.auth.oauth2.internal.google;

/** A credential file that cannot serve. Its texts quote nothing of the file but names of fields. */
public final class UnusableFileException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String remedy;

  UnusableFileException(String why, String remedy) {
    super(why);
    this.remedy = remedy;
  }

  /** Why it cannot serve, to follow "the file". */
  public String why() {
    return String.valueOf(getMessage());
  }

  /** Who must do what, in whole sentences. */
  public String remedy() {
    return remedy;
  }
}
