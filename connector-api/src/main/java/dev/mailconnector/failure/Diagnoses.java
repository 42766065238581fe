package dev.mailconnector.failure;

import dev.mailconnector.spi.DiagnosisCatalogue;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * The catalogue of diagnoses: all that an installation can come to, of every module on its class
 * path. Immutable and thread-safe.
 */
public final class Diagnoses {
  private final Map<String, Diagnosis> byId;

  private Diagnoses(Map<String, Diagnosis> byId) {
    this.byId = byId;
  }

  /**
   * The catalogue of the modules that this class loader sees, each module's rows in its own order,
   * and the modules in one that does not depend on the class path.
   *
   * @throws IllegalStateException if two of them have the same id
   */
  public static Diagnoses of(ClassLoader loader) {
    Map<String, Diagnosis> byId = new LinkedHashMap<>();
    List<DiagnosisCatalogue> catalogues =
        ServiceLoader.load(DiagnosisCatalogue.class, loader).stream()
            .map(ServiceLoader.Provider::get)
            .sorted(Comparator.comparing(catalogue -> catalogue.getClass().getName()))
            .toList();
    for (DiagnosisCatalogue catalogue : catalogues) {
      for (Diagnosis row : catalogue.diagnoses()) {
        if (byId.putIfAbsent(row.id(), row) != null) {
          throw new IllegalStateException(
              "Two diagnoses have the id " + row.id() + ", one of them of " + catalogue.getClass());
        }
      }
    }
    return new Diagnoses(byId);
  }

  /** All rows. */
  public Collection<Diagnosis> all() {
    return List.copyOf(byId.values());
  }

  /** The row of this id. */
  public Optional<Diagnosis> byId(String id) {
    return Optional.ofNullable(byId.get(id));
  }
}
