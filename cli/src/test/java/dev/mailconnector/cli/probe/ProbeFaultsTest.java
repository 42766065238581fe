package dev.mailconnector.cli.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.testkit.SecretHunter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The doctor's examination: each fault, and which cause is named first. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ProbeFaultsTest {
  private static final int FEWEST = 60;
  private static final double SHARE = 0.95;

  private final Map<String, String> named = new ConcurrentHashMap<>();

  static Stream<Fault> faults() {
    List<Fault> all = new ArrayList<>(LineFaults.rows());
    all.addAll(LoginFaults.rows());
    all.addAll(TokenFaults.rows());
    all.addAll(DomainFaults.rows());
    return all.stream();
  }

  @Order(1)
  @ParameterizedTest
  @MethodSource("faults")
  void fault_provoked_isNamedFirst(Fault fault) throws Exception {
    try (SecretHunter hunter = SecretHunter.start()) {
      try (ProbeLab lab = new ProbeLab()) {
        named.put(fault.name(), fault.provoked().first(lab));
      }
      hunter.secret("password", ProbeLab.PASSWORD);
      hunter.secret("client secret", ProbeLab.CLIENT_SECRET);
      hunter.assertNothingLeaked();
    }
    assertThat(named.get(fault.name())).as(fault.how()).isEqualTo(fault.expected());
  }

  @Order(2)
  @Test
  void faults_allOfThem_areEnoughAndNearlyAllNamedRight() {
    List<Fault> all = faults().toList();
    long right =
        all.stream().filter(each -> each.expected().equals(named.get(each.name()))).count();

    assertThat(all).hasSizeGreaterThanOrEqualTo(FEWEST);
    assertThat(all).extracting(Fault::name).doesNotHaveDuplicates();
    assertThat(right / (double) all.size()).isGreaterThanOrEqualTo(SHARE);
  }
}
