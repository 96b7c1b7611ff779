package io.kanhu.simulator.load;

/**
 * How a load runs.
 *
 * @param perSecond messages a second of all bands together, sent when they are due whether or not the server keeps up; 0 for as
 *     fast as they are acknowledged
 * @param window unacknowledged messages of one band at most
 * @param clientIdSuffix added to the band's id, so that a second load can run beside the first
 */
public record LoadOptions(String host, int port, double perSecond, int window, Mix mix, String clientIdSuffix) {}
