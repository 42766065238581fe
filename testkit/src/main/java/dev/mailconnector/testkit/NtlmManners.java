package dev.mailconnector.testkit;

import java.time.InstantSource;
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
 * @param clock the time that it tells
 */
record NtlmManners(
    String netbios,
    String dns,
    Set<NtlmTrait> traits,
    String words,
    @Nullable String targetDemanded,
    int padding,
    InstantSource clock) {

  boolean has(NtlmTrait trait) {
    return traits.contains(trait);
  }

  NtlmManners withTraits(Set<NtlmTrait> newTraits) {
    return new NtlmManners(netbios, dns, newTraits, words, targetDemanded, padding, clock);
  }

  NtlmManners withWords(String newWords) {
    return new NtlmManners(netbios, dns, traits, newWords, targetDemanded, padding, clock);
  }

  NtlmManners withTargetDemanded(String newTargetDemanded) {
    return new NtlmManners(netbios, dns, traits, words, newTargetDemanded, padding, clock);
  }

  NtlmManners withPadding(int newPadding) {
    return new NtlmManners(netbios, dns, traits, words, targetDemanded, newPadding, clock);
  }

  NtlmManners withClock(InstantSource newClock) {
    return new NtlmManners(netbios, dns, traits, words, targetDemanded, padding, newClock);
  }
}
