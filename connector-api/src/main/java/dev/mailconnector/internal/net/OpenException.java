package dev.mailconnector.internal.net;

import dev.mailconnector.failure.Diagnosis;
import dev.mailconnector.failure.Remedy;
import dev.mailconnector.failure.Stage;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A connection that did not come about: at which stage, in plain words, and what to do. */
public final class OpenException extends IOException {
  private static final long serialVersionUID = 1L;

  private final Stage stage;
  private final Remedy remedy;
  private final boolean configuration;

  private OpenException(
      Stage stage, String what, Remedy remedy, boolean configuration, @Nullable Throwable cause) {
    super(what, cause);
    this.stage = stage;
    this.remedy = remedy;
    this.configuration = configuration;
  }

  /** The server or the network is at fault and may recover. */
  public static OpenException unreachable(
      Stage stage, String what, Remedy remedy, @Nullable Throwable cause) {
    return new OpenException(stage, what, remedy, false, cause);
  }

  /** The server or the network is at fault and may recover; the situation adds nothing. */
  public static OpenException unreachable(
      Stage stage, String what, Diagnosis diagnosis, @Nullable Throwable cause) {
    return unreachable(stage, what, diagnosis.remedy(), cause);
  }

  /** A setting here or there must change. */
  public static OpenException misconfigured(
      Stage stage, String what, Remedy remedy, @Nullable Throwable cause) {
    return new OpenException(stage, what, remedy, true, cause);
  }

  /** A setting here or there must change; the situation adds nothing. */
  public static OpenException misconfigured(
      Stage stage, String what, Diagnosis diagnosis, @Nullable Throwable cause) {
    return misconfigured(stage, what, diagnosis.remedy(), cause);
  }

  /** How far it came. */
  public Stage stage() {
    return stage;
  }

  /** What it means and who must do what. */
  public Remedy remedy() {
    return remedy;
  }

  /** Whether a human must act before it can work. */
  public boolean needsConfiguration() {
    return configuration;
  }
}
