package dev.mailconnector.cli.troubleshooting;

import dev.mailconnector.failure.Diagnosis;
import dev.mailconnector.spi.DiagnosisCatalogue;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;

/** Rows that a probe comes to and a send does not. */
final class DoctorsRows {
  private static final Set<String> CATALOGUES =
      Set.of("ProbeDiagnoses", "TokenDoubts", "SenderDiagnoses");

  private DoctorsRows() {}

  static List<String> ids() {
    return ServiceLoader.load(DiagnosisCatalogue.class, DoctorsRows.class.getClassLoader()).stream()
        .map(ServiceLoader.Provider::get)
        .filter(catalogue -> CATALOGUES.contains(catalogue.getClass().getSimpleName()))
        .flatMap(catalogue -> catalogue.diagnoses().stream())
        .map(Diagnosis::id)
        .toList();
  }
}
