package dev.mailconnector.auth.ntlm.internal;

import dev.mailconnector.failure.Diagnosis;
import dev.mailconnector.spi.DiagnosisCatalogue;
import java.util.List;

/** The rows of this way to log in. */
public final class NtlmDiagnoses implements DiagnosisCatalogue {
  @Override
  public List<Diagnosis> diagnoses() {
    return NtlmRows.ALL;
  }
}
