package dev.mailconnector.testkit;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What sort of NTLM a server has.
 *
 * @param netbios the NetBIOS name of its domain
 * @param dns the DNS name of its domain
 * @param traits what it does otherwise
 * @param words the first 334 after a bare AUTH
 * @param targetDemanded the only service principal name it takes; null for any
 * @param padding octets of target information beyond what it needs
 */
record NtlmManners(
    String netbios,
    String dns,
    Set<NtlmTrait> traits,
    String words,
    @Nullable String targetDemanded,
    int padding) {

  boolean has(NtlmTrait trait) {
    return traits.contains(trait);
  }
}
