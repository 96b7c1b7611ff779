package io.kanhu.protocol;

/**
 * One cuff-less or cuff reading.
 *
 * @param systolicMmHg 60 to 260
 * @param diastolicMmHg 30 to 150, at least 10 below the systolic
 */
public record BloodPressure(int systolicMmHg, int diastolicMmHg) {}
