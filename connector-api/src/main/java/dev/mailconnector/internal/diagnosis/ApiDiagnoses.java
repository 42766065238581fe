package dev.mailconnector.internal.diagnosis;

import dev.mailconnector.failure.Diagnosis;
import dev.mailconnector.spi.DiagnosisCatalogue;
import java.util.List;
import java.util.stream.Stream;

/** The rows of this module. */
public final class ApiDiagnoses implements DiagnosisCatalogue {
  @Override
  public List<Diagnosis> diagnoses() {
    return Stream.of(
            SecretRows.ALL,
            ConnectRows.ALL,
            ProxyRows.ALL,
            TlsRows.ALL,
            LoginRows.ALL,
            MailRows.ALL)
        .flatMap(List::stream)
        .toList();
  }
}
