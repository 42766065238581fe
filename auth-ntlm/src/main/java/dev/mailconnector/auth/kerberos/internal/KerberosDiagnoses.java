package dev.mailconnector.auth.kerberos.internal;

import dev.mailconnector.failure.Diagnosis;
import dev.mailconnector.spi.DiagnosisCatalogue;
import java.util.List;

/** The rows of this way to log in. */
public final class KerberosDiagnoses implements DiagnosisCatalogue {
  @Override
  public List<Diagnosis> diagnoses() {
    return KerberosRows.ALL;
  }
}
