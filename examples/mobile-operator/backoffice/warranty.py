"""What a replacement costs: nothing under warranty, else a share of the price."""

from datetime import date

from backoffice.model import Device, Money
from warmline.simulate.places import PRODUCTS

PRICES = {product.product: product.price for product in PRODUCTS}
FEE_SHARE = 30
"""Percent of the price that a replacement costs when the warranty is over."""


def fee(device: Device, today: date) -> Money:
    """What another one costs if this one is replaced today."""
    covered = today <= device.warranty_until
    return Money(0 if covered else PRICES[device.product] * FEE_SHARE // 100)
