package io.kanhu.simulator.fleet;

import java.time.Duration;

/**
 * How the fleet lives.
 *
 * @param every between two reports of a band
 */
public record FleetOptions(String host, int port, Duration every) {}
