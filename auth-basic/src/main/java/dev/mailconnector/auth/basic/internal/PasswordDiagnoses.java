package dev.mailconnector.auth.basic.internal;

import dev.mailconnector.failure.Diagnosis;
import dev.mailconnector.spi.DiagnosisCatalogue;
import java.util.List;

/** The rows of this module. */
public final class PasswordDiagnoses implements DiagnosisCatalogue {
  @Override
  public List<Diagnosis> diagnoses() {
    return PasswordRows.ALL;
  }
}
